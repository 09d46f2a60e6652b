# Processes do not exist here. What Ruby would do without them is silent or speaks of a missing file.

module Coldstart
  module Processes
    def self.refusal(what) = Errno::ENOTSUP.new("#{what}: there are no other processes in this sandbox")

    # Methods of this name in `owner`, as its own and as those of its singleton.
    def self.refuse(owner, *names)
      names.each do |name|
        told = name == :` ? "`command`" : name.to_s
        body = ->(*, **) { raise Processes.refusal(told) }
        owner.define_method(name, &body)
        owner.send(:private, name)
        owner.define_singleton_method(name, &body)
      end
    end

    refuse(Kernel, :system, :spawn, :exec, :`)
    %i[spawn exec daemon].each { |name| Process.define_singleton_method(name) { |*, **| raise Processes.refusal("Process.#{name}") } }
    IO.define_singleton_method(:popen) { |*, **| raise Processes.refusal("IO.popen") }
    [Kernel, Process].each do |owner|
      owner.define_singleton_method(:fork) { raise NotImplementedError, "fork: there are no other processes in this sandbox" }
    end
    Kernel.define_method(:fork) { raise NotImplementedError, "fork: there are no other processes in this sandbox" }
    Kernel.send(:private, :fork)
  end
end

# Leaving at once, without what is registered to run at the end.
module Kernel
  def exit!(status = false) = Coldstart::Host.exit(Coldstart::Processes.code(status))
  private :exit!

  def self.exit!(status = false) = Coldstart::Host.exit(Coldstart::Processes.code(status))
end

module Coldstart
  module Processes
    def self.code(status) = { true => 0, false => 1 }.fetch(status, status)
  end
end

def Process.exit!(status = false) = Coldstart::Host.exit(Coldstart::Processes.code(status))

class File
  # Nobody else is there who could hold a lock. The engine has none, and refuses.
  def flock(_operation) = 0
end
