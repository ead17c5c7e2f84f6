import { Navigate } from "@tanstack/react-router";
import { PLACES } from "./nav.ts";
import { useMe } from "./session.ts";

/** `/app`: where one's role begins. */
export function Home() {
  const { role } = useMe();
  return <Navigate to={PLACES[role][0]!.to} replace />;
}
