export const lookupTables = {
  title: "Lookup tables",
};
