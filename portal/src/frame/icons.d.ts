declare module "@tabler/icons-react/dist/esm/icons/*.mjs" {
  const icon: import("react").FC<import("@tabler/icons-react").IconProps>;
  export default icon;
}
