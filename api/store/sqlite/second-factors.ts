import type Database from "better-sqlite3";

export interface SecondFactorRow {
  /** Sealed. */
  readonly secret: Uint8Array;
  /** Milliseconds since 1970; `null`: it was begun, and nobody has shown that they have it. */
  readonly confirmedAt: number | null;
  /** No code of this time step, or of one before, is taken any more. */
  readonly lastStep: number;
}

export interface SecondFactors {
  of(user: string): SecondFactorRow | null;
  /** Replaces one that is not confirmed. False: there is one that is, and it stays. */
  begin(user: string, secret: Uint8Array): boolean;
  /** The code of this step was shown. False: it was before, by whomever; however many call at the same time, one gets true. */
  spend(user: string, step: number): boolean;
  /** Confirms it, with codes for whoever loses it: their hashes. False: it is already. */
  confirm(user: string, at: number, recovery: readonly Uint8Array[]): boolean;
  /** Uses a recovery code up. False: it is none, or was used. */
  recover(user: string, hash: Uint8Array): boolean;
  /** Takes factor and codes away. */
  remove(user: string): void;
}

export function secondFactorsIn(client: Database.Database): SecondFactors {
  const read = client.prepare<[string], SecondFactorRow>(
    `SELECT secret, confirmed_at AS "confirmedAt", last_step AS "lastStep" FROM second_factor WHERE user_id = ?`,
  );
  const begin = client.prepare(
    `INSERT INTO second_factor (user_id, secret, last_step) VALUES (?, ?, 0)
     ON CONFLICT DO UPDATE SET secret = excluded.secret, last_step = 0 WHERE confirmed_at IS NULL`,
  );
  const spend = client.prepare(
    "UPDATE second_factor SET last_step = @step WHERE user_id = @user AND last_step < @step",
  );
  const confirm = client.prepare(
    "UPDATE second_factor SET confirmed_at = ? WHERE user_id = ? AND confirmed_at IS NULL",
  );
  const addCode = client.prepare("INSERT INTO recovery_code (user_id, hash) VALUES (?, ?)");
  const takeCode = client.prepare("DELETE FROM recovery_code WHERE user_id = ? AND hash = ?");
  const removals = ["second_factor", "recovery_code"].map((table) =>
    client.prepare(`DELETE FROM ${table} WHERE user_id = ?`),
  );
  const confirmAll = client.transaction(
    (user: string, at: number, recovery: readonly Uint8Array[]): boolean => {
      if (confirm.run(at, user).changes === 0) return false;
      for (const hash of recovery) addCode.run(user, hash);
      return true;
    },
  );
  const remove = client.transaction((user: string) => {
    for (const statement of removals) statement.run(user);
  });
  return {
    of: (user) => read.get(user) ?? null,
    begin: (user, secret) => begin.run(user, secret).changes === 1,
    spend: (user, step) => spend.run({ user, step }).changes === 1,
    confirm: (user, at, recovery) => confirmAll.immediate(user, at, recovery),
    recover: (user, hash) => takeCode.run(user, hash).changes === 1,
    remove: (user) => void remove.immediate(user),
  };
}
