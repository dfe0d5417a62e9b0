/**
 * A line of CSV, every cell quoted. What a spreadsheet would take for a formula begins with an apostrophe and stays text, and so
 * does what follows a semicolon, a tab or a line's end: where a comma is for decimals, spreadsheets cut cells there.
 */
export function csvRow(cells: string[]): string {
  return `${cells.map((cell) => `"${defused(cell).replaceAll('"', '""')}"`).join(",")}\r\n`;
}

function defused(cell: string): string {
  return cell.replace(/^(?=[\s\ufeff]*[=+\-@\t\r])|(?<=[;\t\r\n])(?=[^\S\t\r\n]*[=+\-@])/g, "'");
}
