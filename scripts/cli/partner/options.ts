/** What stands on the command line behind `counterfoil partner`; each of its deeds takes some. */
export interface PartnerCommand {
  readonly keyFile?: string;
  readonly name?: string;
  readonly server?: string;
  readonly tokenFile?: string;
  readonly policy?: string;
  readonly terms?: string;
  readonly rpc?: string;
  readonly agreement?: string;
  readonly purpose?: string;
  readonly format?: string;
  readonly mostBehind?: string;
  readonly unreplayed?: boolean;
  readonly whole?: boolean;
  readonly secretFile?: string;
  readonly host?: string;
  readonly port?: string;
  readonly json?: boolean;
}
