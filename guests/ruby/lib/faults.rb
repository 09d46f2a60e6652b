# Errors: what the caller gets, what the log shows, and where in the source it was.

module Coldstart
  # A fault that the runtime finds itself; `kind` goes behind `Runtime.`.
  class Fault < StandardError
    attr_reader :kind

    def initialize(kind, message)
      super(message)
      @kind = "Runtime.#{kind}"
    end
  end

  module Faults
    TASK = "/var/task/"
    RUNTIME = "/var/runtime/lib"
    TRACE_MAX = 100

    class << self
      # Reports an error of `phase`, which is Function, Init or Runtime, to the log and to the host.
      def fail(error, phase, introduction)
        report = report_of(error, phase)
        Host.log(1, introduction)
        Host.log(1, JSON.pretty_generate(report))
        file, line = place_of(error)
        Host.fail_at(file, line) if file
        Host.fail(report[:errorType], JSON.generate(report))
      end

      private

      def report_of(error, phase)
        type = error.is_a?(Fault) ? error.kind : "#{phase}<#{error.class}>"
        { errorMessage: text_of(error), errorType: type, stackTrace: error.is_a?(Fault) ? [] : trace_of(error).map(&:to_s) }
      end

      # Its message as UTF-8; an exception whose own `message` fails has one all the same.
      def text_of(error)
        error.message.to_s.encode("UTF-8", invalid: :replace, undef: :replace).scrub
      rescue StandardError
        "message of #{error.class} failed"
      end

      # The call stack down to the runtime's own frames.
      def trace_of(error)
        (error.backtrace_locations || []).first(TRACE_MAX).take_while { |location| !location.to_s.start_with?(RUNTIME) }
      end

      # File and line of the innermost frame in the function's own files.
      def place_of(error)
        if error.is_a?(SyntaxError) && error.path.to_s.start_with?(TASK)
          return error.path, error.message[/\A#{Regexp.escape(error.path)}:(\d+)/, 1].to_i.clamp(1..)
        end
        found = error.backtrace_locations&.find { |location| location.path.to_s.start_with?(TASK) }
        found && [found.path, found.lineno.clamp(1..)]
      end
    end
  end
end
