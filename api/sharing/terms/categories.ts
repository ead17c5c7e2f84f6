/**
 * What the fields of records are about, in the terms of DPV in which purposes say what data they are for (`dataCategories`): any of a field's terms covers it. Each has the
 * narrowest term, and those that it is narrower than.
 */

const EMAIL = ["pd:EmailAddress", "pd:Contact"];
const TELEPHONE = ["pd:TelephoneNumber", "pd:Contact"];
const ADDRESS = ["pd:PhysicalAddress", "pd:Contact", "pd:Location"];
const NAME = ["pd:Name", "pd:Identifying"];
/** Several people's names, numbers and addresses at once: no narrower term covers them. */
const CONTACTS = ["pd:Contact"];
/** Numbers that the firm's systems have given to somebody. */
const NUMBER = ["pd:UID", "pd:Identifier", "pd:Identifying"];
/** Free words may say anything of somebody. */
const WORDS = ["pd:IndividualProfile", "pd:Profile"];
const PURCHASE = [
  ...["pd:Purchase", "pd:PurchasesAndSpendingHabit"],
  ...["pd:Transactional", "pd:Financial"],
];
const MONEY = ["pd:Transaction", "pd:Transactional", "pd:Financial"];
/** Of somebody who works for the firm: only a purpose that names it covers it. */
const STAFF = ["pd:Professional"];
/** Says nothing of anybody without the fields beside it. */
const NOTHING: readonly string[] = [];

/** By kind and field; a field with none needs no consent of its own. Every field that a client can write has a row. */
export const FIELD_CATEGORIES: Readonly<
  Record<string, Readonly<Record<string, readonly string[]>>>
> = {
  customer: {
    addresses: ADDRESS,
    birthDate: ["pd:BirthDate", "pd:Age"],
    channel: NOTHING,
    contacts: CONTACTS,
    emails: EMAIL,
    externalNumber: NUMBER,
    familyName: NAME,
    givenName: NAME,
    language: ["pd:Language"],
    name: NAME,
    note: WORDS,
    partyType: NOTHING,
    phones: TELEPHONE,
    taxNumber: ["pd:OfficialID", "pd:Identifying", "pd:Tax"],
  },
  order: {
    billTo: ADDRESS,
    carrier: NOTHING,
    channel: NOTHING,
    currency: NOTHING,
    externalNumber: PURCHASE,
    handledBy: STAFF,
    lines: PURCHASE,
    note: WORDS,
    orderStatus: PURCHASE,
    requestedOn: PURCHASE,
    shipTo: ADDRESS,
    shippedOn: PURCHASE,
    total: PURCHASE,
  },
  payment: {
    amount: MONEY,
    channel: NOTHING,
    direction: MONEY,
    dueOn: MONEY,
    externalNumber: MONEY,
    method: MONEY,
    note: WORDS,
    orderNumber: [...MONEY, "pd:Purchase"],
    reference: MONEY,
    type: MONEY,
  },
};
