/** Every area's words; loaded when somebody reads this language. */

import { admin } from "./admin.ts";
import { registry } from "./admin-registry.ts";
import { settings } from "./admin-settings.ts";
import { agreements } from "./agreements.ts";
import { audits } from "./audits.ts";
import { breaches } from "./breaches.ts";
import { customer } from "./customer.ts";
import { erasure } from "./erasure.ts";
import { frame } from "./frame.ts";
import { given } from "./given.ts";
import { ledger } from "./ledger.ts";
import { officer } from "./officer.ts";
import { packs } from "./packs.ts";
import { partner } from "./partner.ts";

import { processing } from "./processing.ts";

import { retention } from "./retention.ts";
import { rights } from "./rights.ts";
import { rightsOffice } from "./rights-office.ts";
import { verify } from "./verify.ts";

export const zh = {
  registry,
  settings,
  admin,
  agreements,
  audits,
  breaches,
  customer,
  erasure,
  frame,
  given,
  ledger,
  officer,
  packs,
  partner,
  processing,
  retention,
  rights,
  rightsOffice,
  verify,
};
