/** The dark squares as one path, those beside each other in a row as one piece. */
export function qrPath(rows: readonly (readonly boolean[])[]): string {
  let path = "";
  for (const [y, row] of rows.entries()) {
    let x = 0;
    while (x < row.length) {
      const begin = x;
      while (row[x] === true) x += 1;
      if (x > begin) path += `M${begin} ${y}h${x - begin}v1H${begin}z`;
      else x += 1;
    }
  }
  return path;
}
