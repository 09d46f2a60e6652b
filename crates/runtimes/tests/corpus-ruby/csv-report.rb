require "csv"
require "erb"
require "tempfile"

PAGE = ERB.new(<<~HTML, trim_mode: "-")
  <ul>
  <%- rows.each do |row| -%>
  <li><%= ERB::Util.html_escape(row["name"]) %>: <%= row["sum"] %></li>
  <%- end -%>
  </ul>
HTML

def handler(event:, context:)
  rows = CSV.parse(event["csv"], headers: true).map { |row| { "name" => row["name"], "sum" => row["a"].to_i + row["b"].to_i } }
  file = Tempfile.create("report") { |out| out.write(PAGE.result_with_hash(rows: rows)); out.flush; File.read(out.path) }
  { statusCode: 200, body: file, csv: rows.map { |row| row.values.to_csv(row_sep: ";") }.join }
end
