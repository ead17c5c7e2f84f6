/** `/verify`. */
export function VerifyPage() {
  return <main />;
}
