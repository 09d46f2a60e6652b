# `Timeout.timeout` without a thread that watches: Ruby code looks at the clock at each line, and `sleep` ends at the limit. A call into
# code that is not Ruby (a long regular expression, a large sort) is not cut short.

require "timeout"

module Timeout
  # What ends a block from inside; no `rescue` of StandardError catches it.
  class Limit < Exception
    attr_reader :at

    def initialize(at)
      super("execution expired")
      @at = at
    end
  end

  LIMITS = []
  private_constant :Limit, :LIMITS

  def self.now = Process.clock_gettime(Process::CLOCK_MONOTONIC)

  # The limit that ends first.
  def self.nearest = LIMITS.min_by(&:at)

  def self.timeout(seconds, klass = nil, message = nil, &block)
    return yield(seconds) if seconds.nil? || seconds.zero?
    raise ArgumentError, "Timeout sec must be a non-negative number" if seconds.negative?
    limit = Limit.new(now + seconds)
    begin
      watch(limit) { yield(seconds) }
    rescue Limit => expired
      raise unless expired.equal?(limit)
      raise(klass || Timeout::Error, message || "execution expired", expired.backtrace)
    end
  end

  def self.watch(limit)
    LIMITS.push(limit)
    watcher = TracePoint.new(:line, :b_call) do
      if now >= limit.at
        watcher.disable
        raise limit
      end
    end
    watcher.enable(target_thread: Thread.current) { yield }
  ensure
    LIMITS.delete(limit)
  end
  private_class_method :watch, :now

  private def timeout(*arguments, &) = Timeout.timeout(*arguments, &)
end

module Kernel
  alias sleep_unlimited sleep
  private :sleep_unlimited

  def sleep(*duration)
    limit = Timeout.nearest or return sleep_unlimited(*duration)
    left = limit.at - Process.clock_gettime(Process::CLOCK_MONOTONIC)
    return sleep_unlimited(*duration) if duration.first && duration.first <= left
    sleep_unlimited([left, 0].max)
    raise limit
  end
  module_function :sleep
end
