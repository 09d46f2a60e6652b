# Lambda's runtime interface: finds the handler, gives it events, answers. Its texts are those of AWS's own client.

# Where a handler without a class is called: a method at the top level is everybody's private method.
class LambdaHandler
  FORM = "must be of form FILENAME.METHOD or FILENAME.CLASS.METHOD where FILENAME corresponds with an existing Ruby source file " \
         "FILENAME.rb, CLASS is an optional module/class namespace and METHOD is a callable method. If using CLASS, METHOD must be a " \
         "class-level method."

  attr_reader :handler_file_name

  def initialize(env_handler:)
    parts = env_handler.split(".")
    raise ArgumentError, "Invalid handler #{parts}, #{FORM}" unless [2, 3].include?(parts.size)
    @handler_file_name, @handler_method_name = parts.values_at(0, -1)
    @handler_class = parts[1] if parts.size == 3
  end

  # What the method returns, as JSON, or with a content type if it is not.
  def call_handler(request:, context:)
    response = if @handler_class
                 Kernel.const_get(@handler_class).send(@handler_method_name, event: request, context: context)
               else
                 __send__(@handler_method_name, event: request, context: context)
               end
    AwsLambda::Marshaller.marshall_response(response)
  end
end

module Coldstart
  module Runtime
    # An event as AWS's client has it: the body of an answer.
    Request = Struct.new(:body) do
      def [](name) = name == "Content-Type" ? "application/json" : nil
    end

    class << self
      # INIT first, then one event each time. Lets no exception out.
      def call
        @handler ? invoke(Host.input, JSON.parse(Host.context)) : start(Host.input)
        nil
      end

      private

      def start(configuration)
        load_function(JSON.parse(configuration))
      rescue Exception => error
        Faults.fail(error, "Init", "Init error when loading handler ")
      end

      def load_function(config)
        Randomness.renew
        Variables.take(config["env"])
        Dir.chdir("/var/task")
        let_own_files_win
        handler = LambdaHandler.new(env_handler: config["handler"])
        require handler.handler_file_name
        @handler = handler
      end

      # More of the standard library is loaded than Lambda has; a function's file of such a name goes first.
      def let_own_files_win
        own = Dir.children("/var/task").filter_map { |name| name.delete_suffix(".rb") if name.end_with?(".rb") } & Preload::COMMON
        $LOADED_FEATURES.reject! { |path| own.any? { |name| path.end_with?("/#{name}.rb") } } unless own.empty?
      end

      def invoke(payload, call)
        body = answer(payload, call)
        Host.respond(body) if body
      end

      def answer(payload, call)
        Randomness.renew
        $_global_aws_request_id = call["requestId"]
        ENV["_X_AMZN_TRACE_ID"] = call["traceId"] if call["traceId"]
        request = AwsLambda::Marshaller.marshall_request(Request.new(payload))
        body, content_type = @handler.call_handler(request: request, context: LambdaContext.new(call))
        content_type == "application/unknown" ? body.read : body
      rescue Exception => error
        is_critical = error.is_a?(NameError) || !error.is_a?(StandardError)
        Faults.fail(error, "Function", is_critical ? "Critical exception from handler" : "Error raised from handler method")
        nil
      end
    end
  end
end
