# The first Ruby of an interpreter: takes hold of the host, installs this library and loads what most functions use. Its value is what
# bridge.wat calls at INIT and for each event.
#
# What is here is in the image that every environment begins with, so it may not look at anything that differs between them:
# configuration, variables, files, clock, random.

require "js.so"

module Coldstart
  # The requests of bridge.wat.
  module Host
    REQUEST = JS.method(:eval)

    class << self
      # What this call was given, once.
      def input = REQUEST.call("i").to_s

      # The context of this event, JSON.
      def context = REQUEST.call("c").to_s

      def remaining_ms = REQUEST.call("m").to_i

      # One log event, however many lines it has. 1 is standard output, 2 standard error.
      def log(stream, text) = request("l", stream, text)

      def respond(bytes) = REQUEST.call("r".b << bytes.b)

      # Reports a failure; the payload is JSON.
      def fail(type, payload) = request("f", type.bytesize, type.b << payload.b)

      # Where in the source the failure is that is reported next.
      def fail_at(file, line) = request("p", line, file)

      def exit(code) = REQUEST.call("x".b << (code & 0xFF))

      private

      def request(what, number, text) = REQUEST.call(what.b << [number].pack("V") << text.b)
    end
  end

  # Code that runs before any function does.
  module Boot
    # The library's files: name and source.
    def self.unpack(archive)
      at = archive.index("\0".b, 24) + 1
      texts = []
      while at < archive.bytesize
        length = archive.byteslice(at, 4).unpack1("V")
        texts << archive.byteslice(at + 4, length).force_encoding("UTF-8")
        at += 4 + length
      end
      texts.each_slice(2)
    end

    def self.install(name, source)
      eval(source, TOPLEVEL_BINDING.dup, "/var/runtime/lib/#{name}.rb", 1)
    end
  end

  # No function has use for the extension: its host is not JavaScript.
  Object.send(:remove_const, :JS)
end

begin
  $stdout.sync = $stderr.sync = true
  Coldstart::Boot.unpack(Coldstart::Host.input.b).each { |name, source| Coldstart::Boot.install(name, source) }
  Coldstart::Rehearsal.run
  GC.start
  Coldstart::Runtime
rescue Exception => error
  Coldstart::Host.fail("Runtime.InternalError", error.full_message(highlight: false))
end
