/**
 * Terms of the Data Privacy Vocabulary (DPV) 2.3, by which foreign documents are checked.
 *
 * This file includes material copied from the Data Privacy Vocabulary 2.3, https://w3id.org/dpv (its modules purposes, consent_status, consent_types, legal_basis and
 * personal_data: the names of the classes, nothing else). Copyright © World Wide Web Consortium. https://www.w3.org/copyright/software-license-2023/
 */

const terms = (names: string, prefix = "dpv"): ReadonlySet<string> =>
  new Set(
    names
      .trim()
      .split(/\s+/)
      .map((name) => `${prefix}:${name}`),
  );

/** What data is used for. */
export const DPV_PURPOSES: ReadonlySet<string> = terms(`
  AcademicResearch AccountManagement Advertising AgeVerification CombatClimateChange CommercialPurpose
  CommercialResearch CommunicationForCustomerCare CommunicationManagement CounterMoneyLaundering
  Counterterrorism CustomerCare CustomerClaimsManagement CustomerManagement CustomerOrderManagement
  CustomerRelationshipManagement CustomerSolvencyMonitoring DataAltruism DeliveryOfGoods DirectMarketing
  DisputeManagement EnforceAccessControl EnforceSecurity EstablishContractualAgreement
  FraudPreventionAndDetection FulfilmentOfContractualObligation FulfilmentOfObligation HumanResourceManagement
  IdentityAuthentication IdentityVerification ImproveExistingProductsAndServices ImproveHealthcare
  ImproveInternalCRMProcesses ImprovePublicServices ImproveTransportMobility IncreaseServiceRobustness
  InternalResourceOptimisation LegalCompliance MaintainFraudDatabase Marketing MemberPartnerManagement
  MisusePreventionAndDetection NonCommercialPurpose NonCommercialResearch OptimisationForConsumer
  OptimisationForController OptimiseUserInterface OrganisationComplianceManagement OrganisationGovernance
  OrganisationRiskManagement PaymentManagement Personalisation PersonalisedAdvertising PersonalisedBenefits
  PersonnelBehaviourMonitoring PersonnelHiring PersonnelManagement PersonnelMonitoring PersonnelOffboarding
  PersonnelOnboarding PersonnelPayment PersonnelPerformanceEvaluation PersonnelPerformanceManagement
  PersonnelPerformanceMonitoring PersonnelPerformancePrediction PersonnelPromotionManagement
  PersonnelTerminationManagement PersonnelWorkloadManagement PoliticalCampaign ProtectionOfIPR
  ProtectionOfNationalSecurity ProtectionOfPublicSecurity ProvideEventRecommendations ProvideOfficialStatistics
  ProvidePersonalisedRecommendations ProvideProductRecommendations PublicBenefit PublicPolicyMaking
  PublicRelations Purpose RecordManagement RecruitmentAdvertising RecruitmentApplicantBackgroundCheck
  RecruitmentApplicantCriminalBackgroundCheck RecruitmentApplicantInformationAuthentication
  RecruitmentApplicantSelection RecruitmentApplicationAnalysis RecruitmentApplicationManagement
  RecruitmentApplicationScreening RecruitmentInterviewAnalysis RecruitmentInterviewAssessment
  RecruitmentInterviewManagement RecruitmentInterviewScheduling RecruitmentManagement
  RecruitmentTargetedAdvertising RepairImpairments RequestedServiceProvision ResearchAndDevelopment
  RightsFulfilment ScientificResearch SearchFunctionalities SellDataToThirdParties SellInsightsFromData
  SellProducts SellProductsToDataSubject ServiceAccessDetermination ServiceManagement ServiceMonitoring
  ServiceOptimisation ServicePersonalisation ServiceProvision ServiceRegistration ServiceUsageAnalytics
  SocialMediaMarketing TargetedAdvertising TechnicalServiceProvision UserInterfacePersonalisation
  VendorManagement VendorPayment VendorRecordsManagement VendorSelectionAssessment Verification
`);

/** What a consent can be in. */
export const DPV_STATUSES: ReadonlySet<string> = terms(`
  ConsentExpired ConsentGiven ConsentInvalidated ConsentRefused ConsentRequestDeferred ConsentRequested
  ConsentRevoked ConsentUnknown ConsentWithdrawn RenewedConsentGiven
`);

/** How a consent was expressed; each is a legal basis too. */
export const DPV_CONSENT_TYPES: ReadonlySet<string> = terms(`
  ExplicitlyExpressedConsent ExpressedConsent ImpliedConsent InformedConsent UninformedConsent
`);

/** Legal bases, those of consent aside (`DPV_CONSENT_TYPES`) but for `dpv:Consent` itself. */
export const DPV_LEGAL_BASES: ReadonlySet<string> = terms(`
  Consent Contract ContractPerformance DataTransferLegalBasis EnterIntoContract LegalBasis LegalObligation
  LegitimateInterest LegitimateInterestOfController LegitimateInterestOfDataSubject
  LegitimateInterestOfThirdParty OfficialAuthorityOfController PublicInterest VitalInterest
  VitalInterestOfDataSubject VitalInterestOfNaturalPerson
`);

/** Kinds of data, whatever they are about; what they are about is in the extension `pd:`. */
export const DPV_DATA: ReadonlySet<string> = terms(`
  AnonymisedData CollectedData CollectedPersonalData CommerciallyConfidentialData ConfidentialData
  ContextuallyAnonymisedData Data DerivedData DerivedPersonalData GeneratedData GeneratedPersonalData
  IdentifyingPersonalData IncorrectData InferredData InferredPersonalData IntellectualPropertyData
  NonPersonalData ObservedData ObservedPersonalData PersonalData ProfessionalConfidentialData ProvidedData
  ProvidedPersonalData PseudonymisedData SensitiveData SensitiveNonPersonalData SensitivePersonalData
  SpecialCategoryPersonalData StatisticallyConfidentialData SyntheticData UncategorisedData UnstructuredData
  UnverifiedData VerifiedData
`);

/** Of the extension `pd:` (2.0, and the same since) those that a record of a customer, an order or a payment can be about, with what they are narrower than. */
export const PD_DATA: ReadonlySet<string> = terms(
  `
  Age BirthDate Contact EmailAddress Financial Identifier Identifying IndividualProfile Language
  Location Name OfficialID PhysicalAddress Professional Profile Purchase PurchasesAndSpendingHabit Tax
  TelephoneNumber Transaction Transactional UID
`,
  "pd",
);
