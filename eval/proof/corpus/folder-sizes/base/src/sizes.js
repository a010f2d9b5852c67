/**
 * The total size of a folder and of each folder in it, by its path; of two with one path, the last counts.
 *
 * @param {{ name: string, files: { bytes: number }[], folders: object[] }} folder sizes are whole numbers
 * @param {string} [parent] path of the folder that it lies in
 * @returns {Record<string, number>} a folder stands before the folders in it
 */
export function folderSizes(folder, parent = '') {
  const path = `${parent}/${folder.name}`;
  let sizes = { [path]: totalOf(folder) };
  for (const inner of folder.folders) sizes = { ...sizes, ...folderSizes(inner, path) };
  return sizes;
}

function totalOf({ files, folders }) {
  return (
    files.reduce((sum, { bytes }) => sum + bytes, 0) + folders.reduce((sum, inner) => sum + totalOf(inner), 0)
  );
}
