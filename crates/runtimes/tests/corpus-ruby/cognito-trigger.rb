ALLOWED = %w[example.com example.org].freeze

def handler(event:, context:)
  domain = event.dig("request", "userAttributes", "email").to_s.split("@").last
  raise "domain #{domain} may not sign up" unless ALLOWED.include?(domain)
  event.merge("response" => { "autoConfirmUser" => true })
end
