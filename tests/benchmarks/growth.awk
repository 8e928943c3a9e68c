# Draws the tables of growth (number, cost, …; one file a table, names in its first line) as plots side by side, in SVG.
FNR == 1 { ++tables; x_name[tables] = $1; y_name[tables] = $2; next }
NF >= 2 {
  point = ++points[tables]
  x[tables, point] = $1
  y[tables, point] = $2
  if ($1 > x_most[tables]) x_most[tables] = $1
  if ($2 > y_most[tables]) y_most[tables] = $2
}

function across(table, value) { return (table - 1) * 260 + 50 + value / x_most[table] * 180 }
function up(table, value) { return 190 - value / (y_most[table] * 1.15) * 150 }
function text(at_x, at_y, anchor, words) {
  printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", at_x, at_y, anchor, words
}

END {
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"230\" font-family=\"sans-serif\" font-size=\"11\">\n", tables * 260
  print "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>"
  for (table = 1; table <= tables; ++table) {
    left = across(table, 0)
    printf "<path d=\"M%.1f 40V190H%.1f\" fill=\"none\" stroke=\"black\"/>\n", left, left + 190
    text(left, 28, "start", y_name[table] " by " x_name[table])
    text(left - 4, up(table, y_most[table]) + 4, "end", y_most[table])
    text(left - 4, 194, "end", "0")
    text(across(table, x_most[table]), 206, "middle", x_most[table])
    line = ""
    for (point = 1; point <= points[table]; ++point) {
      place_x = across(table, x[table, point])
      place_y = up(table, y[table, point])
      line = line sprintf("%s%.1f %.1f", point == 1 ? "M" : "L", place_x, place_y)
      printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#1f6f8b\"/>\n", place_x, place_y
    }
    printf "<path d=\"%s\" fill=\"none\" stroke=\"#1f6f8b\"/>\n", line
  }
  print "</svg>"
}
