/** A line of CSV, every cell quoted. What a spreadsheet would take for a formula begins with an apostrophe and stays text. */
export function csvRow(cells: string[]): string {
  return `${cells.map((cell) => `"${defused(cell).replaceAll('"', '""')}"`).join(",")}\r\n`;
}

function defused(cell: string): string {
  return /^[\s\ufeff]*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
