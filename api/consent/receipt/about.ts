/** Who decides, what for, and what a person can do about it. */
import { fill, type Language } from "../../core/language.ts";
import type { Controller, PurposeVersion } from "../model.ts";
import { receiptWords } from "./catalogue.ts";
import type { Section, Value } from "./document.ts";
import { fact, mail, optionally, said, translated, web, withAside } from "./said.ts";
import { placeName, spelledAddress, spelledDuration, spelledTime } from "./spelling.ts";
import { termWords } from "./terms.ts";
import type { ReceiptWords } from "./words.ts";

/** A word of a fixed list; one that is not in it (of a later version) as it is. */
export const worded = (words: Readonly<Record<string, string>>, word: string): string =>
  Object.hasOwn(words, word) ? (words[word] as string) : word;

export function controllerSection(controller: Controller, language: Language): Section {
  const words = receiptWords[language];
  const { labels, listSeparator } = words;
  const places = (codes: readonly string[]): Value | null =>
    codes.length === 0
      ? null
      : said(codes.map((code) => placeName(code, language)).join(listSeparator));
  const facts = [
    ...fact(labels.name, [said(controller.name)]),
    ...fact(labels.partyType, [said(worded(words.parties, controller.partyType))]),
    ...fact(labels.role, [optionally(controller.role, said)]),
    ...fact(labels.partyId, [said(controller.partyId)]),
    ...fact(labels.address, [said(spelledAddress(controller.address, language))]),
    ...fact(labels.contact, [said(controller.contact)]),
    ...fact(labels.email, [optionally(controller.email, mail)]),
    ...fact(labels.phone, [optionally(controller.phone, said)]),
    ...fact(labels.website, [optionally(controller.url, web)]),
    ...fact(labels.policy, [web(controller.policyUrl)]),
    ...fact(labels.jurisdiction, [places([controller.jurisdiction])]),
    ...fact(labels.stored, [places(controller.storageLocations)]),
    ...fact(labels.processed, [places(controller.processingLocations)]),
  ];
  return { heading: words.sections.controller, blocks: [{ kind: "facts", facts }] };
}

function dataValues(purpose: PurposeVersion, language: Language): readonly Value[] {
  const words = receiptWords[language];
  return purpose.dataCategories.map(({ term, sensitive, optional }) => {
    const marks = [...(sensitive ? [words.sensitive] : []), ...(optional ? [words.optional] : [])];
    return said(withAside(termWords(term, language), marks.join(words.listSeparator), words));
  });
}

function recipientValues(
  { recipients }: PurposeVersion,
  words: ReceiptWords,
  language: Language,
): readonly Value[] {
  if (recipients.length === 0) return [said(words.noRecipients)];
  return recipients.map(({ name, role, country, contact }) => {
    const aside = [
      worded(words.recipientRoles, role),
      ...(country === undefined ? [] : [placeName(country, language)]),
      ...(contact === undefined ? [] : [contact]),
    ];
    return said(withAside(name, aside.join(words.listSeparator), words));
  });
}

export function purposeSection(purpose: PurposeVersion, language: Language): Section {
  const words = receiptWords[language];
  const { labels } = words;
  const version = fill(words.versionSince, {
    version: purpose.purposeVersion,
    time: spelledTime(purpose.inForceFrom, language),
  });
  const handling = purpose.personalDataHandling.map((term) => termWords(term, language));
  const facts = [
    ...fact(labels.purpose, translated(purpose.titles, language)),
    ...fact(labels.description, translated(purpose.descriptions, language)),
    ...fact(labels.kindOfUse, [said(termWords(purpose.purposeType, language))]),
    ...fact(labels.service, [said(purpose.service)]),
    ...fact(labels.basis, [said(termWords(purpose.lawfulBasis, language))]),
    ...fact(
      labels.separateConsent,
      purpose.separateConsent.map((article) => said(worded(words.separate, article))),
    ),
    ...fact(labels.data, dataValues(purpose, language)),
    ...fact(
      labels.handling,
      handling.length === 0 ? [] : [said(handling.join(words.listSeparator))],
    ),
    ...fact(labels.recipients, recipientValues(purpose, words, language)),
    ...fact(labels.retention, [
      said(fill(words.retention, { duration: spelledDuration(purpose.retention, language) })),
    ]),
    ...fact(labels.validity, [
      optionally(purpose.defaultValidity, (duration) => said(spelledDuration(duration, language))),
    ]),
    ...fact(labels.version, [said(version)]),
  ];
  return { heading: words.sections.purpose, blocks: [{ kind: "facts", facts }] };
}

export function withdrawalSection(controller: Controller, language: Language): Section {
  const words = receiptWords[language];
  return {
    heading: words.sections.withdrawal,
    blocks: [
      { kind: "paragraph", text: words.withdrawing },
      {
        kind: "facts",
        facts: fact(words.labels.howTo, translated(controller.withdrawalMethod, language)),
      },
    ],
  };
}

export function rightsSection(controller: Controller, language: Language): Section {
  const words = receiptWords[language];
  const { authority, privacyRights } = controller;
  const facts = [
    ...fact(
      words.labels.rights,
      privacyRights.map((right) => said(termWords(right, language))),
    ),
    ...fact(words.labels.authority, [
      optionally(authority?.name, said),
      optionally(authority?.url, web),
    ]),
  ];
  return {
    heading: words.sections.rights,
    blocks: facts.length === 0 ? [] : [{ kind: "facts", facts }],
  };
}
