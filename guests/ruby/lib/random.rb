# Randomness after an image: generators that nobody seeded are seeded anew, those with a seed of the function's stay. The seed of
# `hash` is drawn when the interpreter starts.

module Coldstart
  module Randomness
    UNSEEDED = ObjectSpace::WeakMap.new

    class << self
      attr_accessor :own_seed

      # Before each event.
      def renew
        Kernel.seed_again unless own_seed
        UNSEEDED.each_key { |generator| generator.send(:initialize) }
      end
    end

    # Remembers generators without a seed.
    module Made
      def new(*seed)
        super.tap { |generator| UNSEEDED[generator] = true if seed.empty? && instance_of?(Class) }
      end
    end
  end
end

Random.singleton_class.prepend(Coldstart::Randomness::Made)

module Kernel
  alias seed_again srand
  module_function :seed_again

  def srand(*seed)
    Coldstart::Randomness.own_seed = !seed.empty?
    Kernel.seed_again(*seed)
  end
  module_function :srand
end

def Random.srand(*seed) = Kernel.srand(*seed)
