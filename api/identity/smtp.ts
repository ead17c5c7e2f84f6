import type { Transporter } from "nodemailer";
import type { Mailer } from "./mailer.ts";

/** An operator's own server is near. One that does not answer must not hold up the codes of others. */
const CONNECT_MILLISECONDS = 10_000;

/**
 * Hands mail to a server.
 *
 * @param url `smtp://user:password@host:587`, `smtps://…`; with the password it is a secret
 */
export function smtpMailer(url: string, from: string): Mailer {
  let transport: Transporter | null = null;
  /** Loaded with the first mail, not with the server. */
  async function opened(): Promise<Transporter> {
    const { createTransport } = await import("nodemailer");
    transport ??= createTransport(
      {
        url,
        connectionTimeout: CONNECT_MILLISECONDS,
        greetingTimeout: CONNECT_MILLISECONDS,
        socketTimeout: CONNECT_MILLISECONDS,
        // No text of ours names a file or an address to be fetched.
        disableFileAccess: true,
        disableUrlAccess: true,
      },
      { from },
    );
    return transport;
  }
  return {
    async send({ to, subject, text }) {
      // As an object: a list of addresses cannot be smuggled into one.
      await (await opened()).sendMail({ to: { name: "", address: to }, subject, text });
    },
    close: () => transport?.close(),
  };
}
