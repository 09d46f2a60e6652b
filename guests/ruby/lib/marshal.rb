# JSON in and out. Functions may replace these two methods, as on Lambda.
module AwsLambda
  class Marshaller
    class << self
      def marshall_request(raw_request) = JSON.parse(raw_request.body)

      # A StringIO or IO is read and sent as it is.
      def marshall_response(method_response)
        case method_response
        when StringIO, IO then [method_response, "application/unknown"]
        else method_response.to_json
        end
      end
    end
  end
end
