export const circuits = {
  title: "Circuits",
};
