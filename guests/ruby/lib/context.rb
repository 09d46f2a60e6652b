# The context object of a handler.
class LambdaContext
  attr_reader :aws_request_id, :invoked_function_arn, :log_group_name, :log_stream_name, :function_name, :memory_limit_in_mb,
              :function_version, :identity, :tenant_id, :client_context, :deadline_ms

  def initialize(call)
    @aws_request_id = call["requestId"]
    @invoked_function_arn = call["invokedFunctionArn"]
    @log_group_name = ENV["AWS_LAMBDA_LOG_GROUP_NAME"]
    @log_stream_name = ENV["AWS_LAMBDA_LOG_STREAM_NAME"]
    @function_name = ENV["AWS_LAMBDA_FUNCTION_NAME"]
    @memory_limit_in_mb = ENV["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
    @function_version = ENV["AWS_LAMBDA_FUNCTION_VERSION"]
    @identity = call["identity"]
    @client_context = call["clientContext"]
    @tenant_id = nil
    @deadline_ms = Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond) + get_remaining_time_in_millis
  end

  # Milliseconds until the function's timeout.
  def get_remaining_time_in_millis = Coldstart::Host.remaining_ms
end
