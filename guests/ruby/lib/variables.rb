# The function's variables and what follows from them. One that means something to the interpreter is obeyed or refused, never ignored.

module Coldstart
  module Variables
    UTC = ["", ":UTC", "UTC", "UTC0", ":UTC0", "Etc/UTC", ":Etc/UTC", ":/etc/localtime", "GMT"].freeze
    # The interpreter looks at these before any function is there.
    AT_BOOT = /\ARUBY(OPT|_)/

    # Where the engine has the gems that come with Ruby.
    OWN_GEMS = Gem.default_dir

    class << self
      def take(variables)
        variables.each do |name, value|
          refuse(name, value) if (name == "TZ" && !UTC.include?(value)) || (AT_BOOT.match?(name) && !value.empty?)
          ENV[name] = value
        end
        add_to_load_path
        Gem.paths = { "GEM_HOME" => ENV["GEM_HOME"], "GEM_PATH" => [ENV["GEM_PATH"], OWN_GEMS].compact.join(":") }
      end

      private

      def refuse(name, value)
        raise Fault.new("InvalidEnvironment", "environment variable `#{name}` cannot be `#{value}` in this sandbox: it is not obeyed here")
      end

      def add_to_load_path
        paths = ENV.fetch("RUBYLIB", "").split(":").reject(&:empty?)
        $LOAD_PATH.unshift(*["/var/task", *paths].uniq - $LOAD_PATH)
      end
    end
  end
end
