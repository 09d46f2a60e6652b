# What INIT and an event do, done while the image is made, and undone: Ruby remembers in its code which methods it met, so an
# environment finds that written and shares it with others.

module Coldstart
  module Rehearsal
    ROUNDS = 10
    VARIABLES = (1..20).map { |number| ["COLDSTART_REHEARSAL_#{number}", "value"] }
    CONFIGURATION = { handler: "rehearsed.coldstart_rehearsed", env: VARIABLES }.freeze
    CALL = { requestId: "r", invokedFunctionArn: "a", clientContext: nil, identity: nil, traceId: nil }.freeze
    EVENT = '{"name": "world", "list": [1, 2.5, null]}'

    class << self
      def run
        path, features, folder = $LOAD_PATH.dup, $LOADED_FEATURES.dup, Dir.pwd
        ROUNDS.times do
          once
          $LOADED_FEATURES.replace(features)
          $LOAD_PATH.replace(path)
          Object.send(:remove_const, :GREETING)
        end
        undo(folder)
      end

      private

      def once
        Runtime.send(:load_function, JSON.parse(JSON.generate(CONFIGURATION)))
        2.times { Runtime.send(:answer, EVENT, JSON.parse(JSON.generate(CALL))) }
      end

      def undo(folder)
        Object.send(:remove_method, :coldstart_rehearsed)
        Runtime.remove_instance_variable(:@handler)
        $_global_aws_request_id = nil
        VARIABLES.each { |name, _| ENV.delete(name) }
        Dir.chdir(folder)
      end
    end
  end
end
