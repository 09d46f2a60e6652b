require "date"
require "time"

def handler(event:, context:)
  time = Time.iso8601(event["at"])
  date = time.to_date
  {
    utc: time.utc.iso8601(3), unix: time.to_i, week: date.cweek, day: date.strftime("%A %-d %B"), leap: Date.leap?(date.year),
    month_end: Date.new(date.year, date.month, -1).to_s, next_monday: (date + ((1 - date.wday) % 7)).to_s,
    days: (Date.parse("2027-01-01") - date).to_i, bad: begin; Date.parse("no"); rescue Date::Error => e; e.message; end
  }
end
