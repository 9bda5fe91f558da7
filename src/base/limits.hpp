#pragma once
// Every size, count, depth and time limit, each with its reason. A limit answers with a clear error, never by cutting.
#include <cstddef>
#include <cstdint>

namespace datong::limits {

// Messages
inline constexpr std::size_t kMessageBytesMax = 8u << 20;       ///< one declaration or batch; 50 lines at full length are ≈ 1.5 MiB
inline constexpr std::size_t kHeaderBytesMax = 16u << 10;       ///< HTTP head; a signature header is ≈ 250 B
inline constexpr std::size_t kDepthMax = 16;                    ///< nesting of JSON and XML; the form needs 5
inline constexpr std::size_t kMembersMax = 60'000;              ///< JSON members or XML elements in one document
inline constexpr std::size_t kAttributesMax = 64;               ///< of one XML element; the form uses none, the parser compares each with each
inline constexpr std::size_t kBatchItemsMax = 500;              ///< declarations under one signature
inline constexpr std::size_t kFindingsMax = 500;                ///< findings listed in one answer; the rest is counted
inline constexpr std::size_t kUnknownElementsMax = 200;         ///< kept and written back per document

// The form (inspection-declaration reference §3.5 #1: 50 lines)
inline constexpr std::size_t kGoodsLinesMax = 50;
inline constexpr std::size_t kPackagesPerLineMax = 20;
inline constexpr std::size_t kPermitsPerLineMax = 20;
inline constexpr std::size_t kVehiclesPerPermitMax = 200;
inline constexpr std::size_t kContainersMax = 50;
inline constexpr std::size_t kContainerNumbersMax = 200;
inline constexpr std::size_t kDocumentsMax = 50;
inline constexpr std::size_t kCertificatesMax = 20;
inline constexpr std::size_t kQualificationsMax = 20;
inline constexpr std::size_t kEndUsersMax = 20;
inline constexpr std::size_t kMarksMax = 5;

// The application for a certificate of origin (schemes have limits of their own: origin_kinds.csv)
inline constexpr std::size_t kOriginLinesMax = 1'000;            ///< some schemes know no limit; 1,000 lines are ≈ 60 pages
inline constexpr std::size_t kThirdPartiesMax = 200;             ///< certificate-of-origin reference §6.1
inline constexpr std::size_t kOriginInvoicesMax = 200;
inline constexpr std::size_t kCostSheetsMax = 200;
inline constexpr std::size_t kCostMaterialsMax = 500;            ///< inputs of one product; machinery has some hundred

// Origin calculation
inline constexpr std::size_t kOriginRuleBytesMax = 2'000;       ///< text of one rule of origin; the longest printed ones have ≈ 600
inline constexpr std::size_t kOriginAlternativesMax = 16;       ///< joined by "or" in one rule; 5 are met
inline constexpr std::size_t kOriginRequirementsMax = 8;        ///< joined by "and" in one alternative; 3 are met
inline constexpr std::size_t kOriginExceptionsMax = 64;         ///< code ranges after "except from"; 20 are met
// Admission to e-visa and pictures
inline constexpr std::size_t kSignatoriesReadMax = 20;           ///< read of one request; the dated number that may be filed is 3
inline constexpr std::size_t kSignatoriesEverMax = 1'000;        ///< of one unit, with those who left: three a month for 25 years
inline constexpr std::size_t kWordCharactersMax = 30;            ///< ids, identity and certificate numbers; an identity number has 18
inline constexpr std::size_t kPersonNameCharactersMax = 60;
inline constexpr std::size_t kStatementCharactersMax = 200;       ///< English name, hardware: two requests of three signatories fit kHeadBytesMax
inline constexpr std::size_t kPictureBytesMax = 1u << 20;        ///< a seal of 55 mm scanned at 600 dpi in three colours is ≈ 0.3 MiB
inline constexpr std::uint32_t kPictureSideMax = 4'000;          ///< pixels; 55 mm at 600 dpi are 1,300
inline constexpr std::uint64_t kPicturePixelsMax = 4'000'000;    ///< ≈ 16 MiB decoded: a small file cannot fill the memory

// Drafts, templates, master data: of one unit or one desk officer
inline constexpr std::size_t kDraftsMax = 500;                   ///< drafts and templates together; a broker's busy month
inline constexpr std::size_t kDraftBytesMax = 2u << 20;          ///< document of one: 50 lines at full length are ≈ 1.5 MiB
inline constexpr std::size_t kDraftTitleCharactersMax = 120;
inline constexpr std::size_t kDraftHolderBytesMax = 64;          ///< a tab's random id
inline constexpr std::int64_t kDraftEditingMs = 60'000;          ///< a tab that neither saves nor renews has gone
inline constexpr std::size_t kMasterRowsMax = 2'000;             ///< of one kind: parties, goods, contacts of a large trader
inline constexpr std::size_t kMasterRowBytesMax = 4u << 10;      ///< a whole list is ≤ 8 MB, usually some hundred kB
inline constexpr std::size_t kMasterKeyCharactersMax = 60;
inline constexpr int kCommitsAnewMax = 64;                       ///< tries of one small change when others change the same; each loses to one that won

// Attachments
inline constexpr std::size_t kAttachmentBytesMax = 10u << 20;
inline constexpr std::size_t kAttachmentsPerCaseMax = 20;
inline constexpr std::int64_t kOrphanAttachmentMs = 86'400'000;  ///< uploaded but named by no case: kept a day

// Cases
inline constexpr std::uint32_t kStepsPerCaseMax = 250;          ///< fits the eight bits of a step id, with room to close the case
inline constexpr std::size_t kHeadBytesMax = 8u << 10;
inline constexpr std::size_t kReasonCharactersMax = 500;
inline constexpr std::size_t kReturnPointsMax = 50;              ///< things to correct told at one return
inline constexpr std::size_t kReturnCharactersMax = 4'000;
inline constexpr std::size_t kContentCharactersMax = 4'000;        ///< one text of a certificate; a long additional declaration fills a page
inline constexpr std::uint32_t kVersionsMax = 99;

// Papers
inline constexpr std::size_t kSummaryTextBytesMax = 136;         ///< texts in a QR summary: with number, hash and signature a code of version 13
inline constexpr std::size_t kKeptPicturesMax = 500;             ///< seals and specimen signatures in memory, ≈ 20 KiB each
inline constexpr int kCheckTriesPerHour = 20;                    ///< wrong check codes per address
inline constexpr std::size_t kCheckAddressesMax = 20'000;         ///< addresses whose wrong tries are counted, ≈ 2 MiB; the oldest goes
inline constexpr std::size_t kCheckedFileBytesMax = 8u << 20;    ///< a file brought to be checked; ours are ≤ 150 kB without large pictures
inline constexpr std::size_t kCheckedObjectsMax = 5'000;         ///< objects in it; ours have some 20 and two a page
inline constexpr std::size_t kCheckedObjectTextMax = 512u << 10; ///< all its objects without their streams; ours of 100 pages have ≈ 60 kB
inline constexpr std::size_t kCheckedValuesMax = 5'000;          ///< values shown beside a verdict: 200 lines of 20
inline constexpr std::size_t kCheckedOnLoopBytesMax = 8u << 10;  ///< a body checked on the thread that read it; a QR text has some 2 kB
inline constexpr std::size_t kProvenPapersMax = 100'000;         ///< papers known to stand in the log, ≈ 8 MiB; all are forgotten when full
inline constexpr std::size_t kChainShownMax = 16;                ///< certificates before and after one, shown beside it

// Commit
inline constexpr std::size_t kCommitDecisionsMax = 512;
inline constexpr std::size_t kCommitBytesMax = 4u << 20;
inline constexpr std::size_t kTimerLanes = 6;                   ///< timers raised at once: their syncs are shared; more would crowd out requests
inline constexpr std::size_t kCommitQueueMax = 8192;            ///< a full queue answers `unavailable`

// The Merkle tree over the log
inline constexpr std::size_t kLogLeavesPerRound = 2'000;        ///< steps taken in under one writer's lock: ≈ 4,000 small rows, a few ms
inline constexpr int kLogRoundsMax = 20;                        ///< before timers have their turn again

// People
inline constexpr std::size_t kSignInCharactersMin = 3;
inline constexpr std::size_t kSignInCharactersMax = 40;
inline constexpr std::size_t kPasswordCharactersMin = 12;        ///< length, not kinds of characters, makes it hard to guess
inline constexpr std::size_t kPasswordCharactersMax = 64;        ///< as many as four bytes each as a sign-in reads
inline constexpr std::size_t kUnitPeopleMax = 500;
inline constexpr std::size_t kUnitInstallationsShown = 500;
inline constexpr std::size_t kUnitMandatesShown = 1'000;
inline constexpr std::size_t kOfficersOfOfficeMax = 2'000;
inline constexpr std::size_t kChangesShown = 50;
inline constexpr std::size_t kPhrasesMax = 200;                  ///< of one office; a list longer than that is searched, not chosen from
inline constexpr std::size_t kPhraseCharactersMax = 500;         ///< = kReasonCharactersMax: a phrase is a reason
inline constexpr int kEnrolmentCodeDays = 3;                     ///< long enough to send it to whoever installs
inline constexpr std::size_t kPresenterCharactersMax = 60;       ///< name and document number of who brings a paper
inline constexpr std::size_t kEditionsShown = 200;

// Figures
inline constexpr std::size_t kFigureStepsPerRound = 2'000;      ///< of the log, taken into the figures a second: ≈ 0.2 s of work
inline constexpr std::size_t kFigureServedLeast = 5;            ///< fewer served cases give no medians: one enterprise's times would show
inline constexpr std::int64_t kFiguresKeptMs = 5'000;           ///< an answer anybody may ask for again
inline constexpr std::size_t kFiguresKeptMax = 100;             ///< answers of ≈ 20 KiB

// HTTP
inline constexpr std::size_t kConnectionsMax = 12'000;
inline constexpr std::int64_t kReadTimeoutMs = 30'000;          ///< between the first and the last byte of a request
inline constexpr std::int64_t kIdleTimeoutMs = 120'000;         ///< a connection that asks nothing
inline constexpr std::int64_t kLingerMs = 2'000;                ///< reading on after a refusal, so that the client sees it
inline constexpr std::int64_t kLongPollMsMax = 60'000;
inline constexpr std::size_t kPageRowsMax = 200;
inline constexpr std::size_t kInspectorsShown = 200;  // to choose one from; the act takes any that fits
inline constexpr std::size_t kPageRowsDefault = 50;
inline constexpr std::size_t kWorkScanMax = 1'000;              ///< cases one page of a work list looks at: ≈ 0.1 s
inline constexpr std::int64_t kClaimMs = 15 * 60'000;           ///< a case claimed and left is free again
inline constexpr std::size_t kBulkCasesMax = 100;               ///< cases one act may be done on at once
inline constexpr std::size_t kSearchCharactersMax = 100;        ///< of what is searched for
inline constexpr std::size_t kSearchWordsMax = 24;              ///< words in it; the rest is not looked at
inline constexpr std::size_t kWordsPerCaseMax = 2'000;          ///< of one case in the search index; 50 lines with every number have ≈ 600
inline constexpr std::size_t kSearchScanMax = 5'000;            ///< cases one search looks at
inline constexpr std::size_t kSearchStepsPerRound = 500;        ///< steps whose cases are taken into the index at once
inline constexpr std::int64_t kSessionMs = 12 * 3'600'000LL;
inline constexpr std::int64_t kHallIdleMs = 300'000;            ///< a hall terminal's session without a request; its page ends after 60 s
inline constexpr std::size_t kSessionsPerPersonMax = 50;        ///< the oldest above it ends; programs sign in too
inline constexpr std::size_t kSessionsRememberedMax = 100'000;  ///< whose last use is known, ≈ 10 MiB
inline constexpr std::size_t kSoftwareCharactersMax = 200;      ///< of a browser's name that a session keeps; browsers send ≈ 120
inline constexpr std::int64_t kSignedGetSkewMs = 300'000;       ///< how old a signed read may be
inline constexpr std::size_t kIdempotencyKeyBytesMax = 80;
inline constexpr int kSignInTriesPerHour = 20;                  ///< wrong passwords per sign-in name
inline constexpr std::size_t kCodeListRowsMax = 20'000;          ///< of a whole list in one answer, ≈ 5 MB; a longer one is asked with q
inline constexpr std::size_t kCodesFoundMax = 100;               ///< rows a search answers with; more are not read
inline constexpr std::size_t kCodesFoundDefault = 20;
inline constexpr std::size_t kCodeListGzipBytesMax = 512 * 1024; ///< packed for each who asks, 50 ms of it; a larger list goes as it is
inline constexpr std::size_t kCodeQueryBytesMax = 120;
inline constexpr std::size_t kCodeFileBytesMax = 64u << 20;
inline constexpr std::size_t kCodeRowBytesMax = 16u << 10;
inline constexpr std::size_t kImportRowsPerCommit = 2'000;       ///< parties in one Decision: ≈ 1 MB, well below kCommitBytesMax
inline constexpr std::size_t kStreamsMax = 4'000;               ///< event streams open at once: a third of the connections
inline constexpr std::size_t kStreamsPerPersonMax = 20;         ///< one a page; a person has so many pages open at most
inline constexpr std::size_t kStreamBytesWaitingMax = 32u << 10;  ///< told and not yet taken; who reads slower is cut off and comes again
inline constexpr std::size_t kStreamCasesAtOnceMax = 64;        ///< told one by one; when more move within kStreamGatherMs: read anew
inline constexpr std::int64_t kStreamGatherMs = 100;            ///< what commits meanwhile is told together
inline constexpr std::int64_t kStreamCommentMs = 20'000;        ///< a sign of life, and the look whether the session still stands

// The web
inline constexpr std::size_t kWebFilesMax = 2'000;               ///< of the built pages, with their compressed siblings
inline constexpr std::size_t kWebBytesMax = 64u << 20;           ///< all of them, held in memory; a build has ≈ 3 MiB

// Documents
inline constexpr std::size_t kDocumentPagesMax = 100;            ///< a certificate of 200 lines has 12; more is no certificate any more
inline constexpr std::size_t kDocumentRowsMax = 2'000;           ///< rows of its table
inline constexpr std::size_t kDocumentTextMax = 64u << 10;       ///< bytes of one text: 4,000-character marks with room
inline constexpr std::size_t kDocumentEmbeddedMax = 4u << 20;    ///< the data embedded in it; 200 lines are ≈ 300 kB

// Rules in the browser
inline constexpr std::size_t kRuleTariffRowsMax = 1'000;         ///< sent with the other rows, ≈ 10 kB compressed; a larger tariff row by row
inline constexpr std::size_t kRuleCodesMax = 50;                 ///< tariff rows asked for at once: a declaration's lines

// Keys and certificates
inline constexpr std::size_t kPemBytesMax = 16u << 10;           ///< a P-256 certificate with long Chinese names is ≈ 1.5 KiB
inline constexpr std::size_t kCborBytesMax = 4u << 10;           ///< the largest QR code holds 2,953 bytes

inline constexpr std::size_t kCertificatesOfSignatureMax = 16;   ///< in one signature or anchor file; chains have 2 to 4
inline constexpr std::size_t kSignatureBytesMax = 256u << 10;    ///< one CMS or time stamp; ours are 3 KiB, long foreign chains with their lists ≈ 100
inline constexpr std::size_t kRevocationListBytesMax = 4u << 20; ///< ≈ 100,000 entries
inline constexpr std::int64_t kStampSkewMs = 300'000;             ///< how far a stamping authority's clock may be ahead of ours
inline constexpr std::size_t kKnownSignersMax = 512;             ///< certificates kept checked per set of anchors

static_assert(kStepsPerCaseMax < 256);
static_assert(kStreamsMax < kConnectionsMax);
static_assert(kAttachmentBytesMax > kMessageBytesMax, "an attachment may be larger than a message");

}  // namespace datong::limits
