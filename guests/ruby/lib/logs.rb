# Log events: `puts` is one, however many lines it has, and Logger writes in Lambda's format. What is written to $stdout and $stderr
# in other ways is one event a line.

class LogFormatter < Logger::Formatter
  def call(severity, time, progname, message)
    format("%s, [%s #%d] %5s %s -- %s: %s", severity[0], format_datetime(time), $$, severity, $_global_aws_request_id, progname,
           msg2str(message)).encode("UTF-8")
  end
end

module Coldstart
  # What Logger writes to in place of $stdout and $stderr.
  class LogSink < Logger::LogDevice
    def initialize; end

    def write(text)
      Host.log(1, text.to_s.delete_suffix("\n"))
      text.to_s.bytesize
    end

    def reopen(*) = self
    def close; end
  end

  LOG_SINK = LogSink.new

  # A logger without a device of its own writes log events.
  module ToLog
    def initialize(device, *rest, formatter: nil, **options)
      return super unless device.nil? || device.equal?($stdout) || device.equal?($stderr)
      super(LOG_SINK, *rest, formatter: formatter || LogFormatter.new, **options)
    end
  end
end

Logger.prepend(Coldstart::ToLog)

module Kernel
  def puts(*values)
    text = values.flatten.map { |value| value.to_s.encode("UTF-8") }.join("\n")
    Coldstart::Host.log(1, text.delete_suffix("\n"))
    nil
  end
end
