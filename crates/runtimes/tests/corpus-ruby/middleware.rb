module Traced
  def call(event)
    puts "in #{event["user"].inspect}"
    super.tap { |answer| puts "out #{answer[:status]}" }
  end
end

module Authorized
  def call(event) = event["user"] ? super : { status: 401 }
end

class Application
  prepend Authorized
  prepend Traced
  def call(event) = { status: 200, hello: event["user"] }
end

APPLICATION = Application.new

def handler(event:, context:) = [APPLICATION.call(event), APPLICATION.call({})]
