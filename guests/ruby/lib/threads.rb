# There is one thread. A new one runs to its end where it is made, and what it leaves is there for who joins it. What waits for
# another thread then waits for nothing, which Ruby itself finds and reports as a deadlock.

module Coldstart
  # A thread that has run. Ruby makes no Thread that has not begun, so it only looks like one.
  class InTurn
    attr_accessor :name, :priority, :report_on_exception, :abort_on_exception

    def initialize(arguments, block)
      @locals, @variables, @name, @priority = {}, {}, nil, 0
      @report_on_exception, @abort_on_exception = Thread.report_on_exception, Thread.abort_on_exception
      @value = block.call(*arguments)
    rescue Exception => error
      @error = error
      tell(error)
      raise if @abort_on_exception || error.is_a?(SystemExit)
    end

    def join(_limit = nil)
      raise @error if @error
      self
    end

    def value = join && @value
    def alive? = false
    def stop? = true
    def status = @error ? nil : false
    def kill = self
    alias exit kill
    alias terminate kill
    def wakeup = raise(ThreadError, "killed thread")
    alias run wakeup
    def group = nil
    def is_a?(type) = type == Thread || super
    alias kind_of? is_a?
    def [](name) = @locals[name.to_sym]
    def []=(name, value)
      @locals[name.to_sym] = value
    end
    def key?(name) = @locals.key?(name.to_sym)
    def keys = @locals.keys
    def fetch(name, *default, &) = @locals.fetch(name.to_sym, *default, &)
    def thread_variable_get(name) = @variables[name.to_sym]
    def thread_variable_set(name, value) = @variables[name.to_sym] = value
    def thread_variable?(name) = @variables.key?(name.to_sym)
    def thread_variables = @variables.keys
    def inspect = "#<Thread:0x#{object_id.to_s(16).rjust(16, "0")} dead>"
    alias to_s inspect

    private

    def tell(error)
      return unless @report_on_exception && !error.is_a?(SystemExit)
      $stderr.write("#{inspect} terminated with exception (report_on_exception is true):\n#{error.full_message(highlight: false)}")
    end
  end
end

class Thread
  class << self
    def new(*arguments, &block)
      raise ThreadError, "must be called with a block" unless block
      Coldstart::InTurn.new(arguments, block)
    end

    alias start new
    alias fork new
  end
end
