export const jobs = {
  title: "Operations",
};
