#define POINTERHOLDER_TRANSITION 4  // QPDF wants to be told that we know std::shared_ptr
#include "document/pdf/reader.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <memory>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFLogger.hh>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/pdf/skeleton.hpp"

namespace datong::document::pdf {
namespace {

using Handle = QPDFObjectHandle;
using enum Suspicion;

/// Keys our writer gives these dictionaries; any other may hold what a reader would show or do.
constexpr std::array<std::string_view, 9> kCatalogueKeys{"/Type", "/Lang", "/ViewerPreferences", "/Pages", "/OutputIntents", "/AF", "/Names", "/AcroForm", "/Metadata"};
constexpr std::array<std::string_view, 6> kPageKeys{"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Annots"};
constexpr std::array<std::string_view, 3> kPagesKeys{"/Type", "/Count", "/Kids"};
constexpr std::array<std::string_view, 2> kFormKeys{"/SigFlags", "/Fields"};
constexpr std::array<std::string_view, 9> kWidgetKeys{"/Type", "/Subtype", "/FT", "/T", "/F", "/Rect", "/P", "/V", "/AP"};
constexpr std::array<std::string_view, 8> kSignatureKeys{"/Type", "/Filter", "/SubFilter", "/M", "/Name", "/Reason", "/ByteRange", "/Contents"};
constexpr int kDepthMax = 24;

struct Forbidden {
  std::string_view key;
  Suspicion suspicion;
};
constexpr std::array kForbidden{Forbidden{"/JS", script},       Forbidden{"/JavaScript", script}, Forbidden{"/OpenAction", action},
                                Forbidden{"/AA", action},       Forbidden{"/A", action},          Forbidden{"/URI", action},
                                Forbidden{"/RichMedia", action}};

void note(PdfFacts& facts, Suspicion suspicion) {
  if (!facts.has(suspicion)) facts.suspicions.push_back(suspicion);
}

template <std::size_t kCount>
bool has_only(Handle dictionary, const std::array<std::string_view, kCount>& allowed) {
  if (!dictionary.isDictionary()) return false;
  for (const std::string& key : dictionary.getKeys()) {
    if (std::find(allowed.begin(), allowed.end(), key) == allowed.end()) return false;
  }
  return true;
}

bool is_name(Handle value, std::string_view name) { return value.isName() && value.getName() == name; }
std::string text_of(Handle value) { return value.isString() ? value.getUTF8Value() : std::string(); }

/// What a zlib stream holds; nullopt when that is broken or longer than allowed.
std::optional<std::string> inflated(std::string_view bytes, std::size_t most) {
  const std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> tool(libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
  std::string out(std::min(most, bytes.size() * 8 + 1024), '\0');
  for (;;) {
    std::size_t used = 0, made = 0;
    const auto result = libdeflate_zlib_decompress_ex(tool.get(), bytes.data(), bytes.size(), out.data(), out.size(), &used, &made);
    if (result == LIBDEFLATE_SUCCESS && used == bytes.size()) return out.substr(0, made);
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE || out.size() >= most) return std::nullopt;
    out.resize(std::min(most, out.size() * 4));
  }
}

/// Looks at everything below a value; references are followed by the walk over all objects, not here.
class Walk {
 public:
  explicit Walk(PdfFacts& facts) : facts_(facts) {}
  void object(Handle value) { look(std::move(value), 0); }
  std::vector<Handle> signatures;

 private:
  void look(Handle value, int depth) {
    if (depth > kDepthMax) return note(facts_, odd_object);
    if (value.isArray()) {
      for (int i = 0; i < value.getArrayNItems(); ++i) below(value.getArrayItem(i), depth);
      return;
    }
    if (value.isStream()) value = value.getDict();
    if (!value.isDictionary()) return;
    dictionary(value);
    for (const std::string& key : value.getKeys()) below(value.getKey(key), depth);
  }
  void below(Handle value, int depth) {
    if (!value.isIndirect()) look(std::move(value), depth + 1);
  }
  void dictionary(Handle& value) {
    for (const Forbidden& row : kForbidden) {
      if (value.hasKey(std::string(row.key))) note(facts_, row.suspicion);
    }
    const Handle type = value.getKey("/Type");
    if (is_name(type, "/ObjStm") || is_name(type, "/XRef")) note(facts_, compressed_objects);
    if (is_name(type, "/Action")) note(facts_, action);
    if (is_name(type, "/Sig") || value.hasKey("/ByteRange")) signatures.push_back(value);
    if (is_name(type, "/Annot") && (!is_name(value.getKey("/Subtype"), "/Widget") || !has_only(value, kWidgetKeys))) note(facts_, annotation);
    if (is_name(type, "/Page") && !has_only(value, kPageKeys)) note(facts_, odd_page);
    if (is_name(type, "/EmbeddedFile")) ++embedded_;
    if (embedded_ > 1) note(facts_, several_attachments);
  }

  PdfFacts& facts_;
  std::size_t embedded_ = 0;
};

class Reader {
 public:
  Reader(std::string_view file, const Skeleton& skeleton, PdfFacts& facts) : file_(file), skeleton_(skeleton), facts_(facts) {}

  /// May throw what QPDF throws.
  void read() {
    pdf_.setLogger(QPDFLogger::create());
    pdf_.setSuppressWarnings(true);
    pdf_.setAttemptRecovery(false);
    pdf_.processMemoryFile("paper", file_.data(), file_.size());
    if (pdf_.isEncrypted()) note(facts_, odd_trailer);
    Walk walk(facts_);
    for (Handle object : pdf_.getAllObjects()) walk.object(std::move(object));
    signature(walk.signatures);
    catalogue(pdf_.getRoot());
    Handle info = pdf_.getTrailer().getKey("/Info");
    if (info.isDictionary()) {
      facts_.title = text_of(info.getKey("/Title"));
      facts_.summary = text_of(info.getKey("/Summary"));
    }
    if (pdf_.anyWarnings()) note(facts_, damaged);
  }

 private:
  void signature(std::vector<Handle>& found) {
    facts_.signatures = std::max(facts_.signatures, found.size());
    if (found.size() > 1) note(facts_, several_signatures);
    if (found.size() != 1 || !facts_.signature) return;
    Handle& value = found.front();
    FileSignature& known = *facts_.signature;
    Handle sub_filter = value.getKey("/SubFilter"), contents = value.getKey("/Contents");
    known.sub_filter = sub_filter.isName() ? sub_filter.getName() : std::string();
    known.name = text_of(value.getKey("/Name"));
    known.reason = text_of(value.getKey("/Reason"));
    if (known.sub_filter != "/ETSI.CAdES.detached" || !is_name(value.getKey("/Filter"), "/Adobe.PPKLite") || !has_only(value, kSignatureKeys))
      note(facts_, signature_form);
    if (!contents.isString() || contents.getStringValue() != known.cms) note(facts_, hole_is_not_contents);
    signature_ = value;
  }

  void catalogue(Handle root) {
    if (!has_only(root, kCatalogueKeys)) note(facts_, odd_catalogue);
    pages(root.getKey("/Pages"));
    Handle form = root.getKey("/AcroForm");
    if (facts_.signatures > 0 || !form.isNull()) fields(form);
    attachment(root);
  }

  void pages(Handle tree) {
    Handle kids = tree.isDictionary() ? tree.getKey("/Kids") : Handle::newNull();
    if (!has_only(tree, kPagesKeys) || !kids.isArray()) return note(facts_, odd_page);
    facts_.pages = static_cast<std::size_t>(kids.getArrayNItems());
    for (int i = 0; i < kids.getArrayNItems(); ++i) {
      Handle page = kids.getArrayItem(i);
      Handle annotations = page.isDictionary() ? page.getKey("/Annots") : Handle::newNull();
      if (!page.isDictionary() || !is_name(page.getKey("/Type"), "/Page")) return note(facts_, odd_page);
      if (!annotations.isNull() && (i > 0 || !annotations.isArray() || annotations.getArrayNItems() != 1)) note(facts_, annotation);
    }
  }

  void fields(Handle form) {
    Handle list = form.isDictionary() ? form.getKey("/Fields") : Handle::newNull();
    if (!has_only(form, kFormKeys) || !list.isArray() || list.getArrayNItems() != 1) return note(facts_, form_field);
    Handle field = list.getArrayItem(0);
    if (!field.isDictionary() || !is_name(field.getKey("/FT"), "/Sig") || !has_only(field, kWidgetKeys)) return note(facts_, form_field);
    Handle value = field.getKey("/V");
    if (!value.isDictionary() || value.getObjGen() != signature_.getObjGen()) note(facts_, form_field);
  }

  void attachment(Handle root) {
    Handle names = root.getKey("/Names");
    Handle files = names.isDictionary() && names.getKeys().size() == 1 ? names.getKey("/EmbeddedFiles") : Handle::newNull();
    Handle list = files.isDictionary() && files.getKeys().size() == 1 ? files.getKey("/Names") : Handle::newNull();
    Handle all = root.getKey("/AF");
    if (!list.isArray() || list.getArrayNItems() != 2 || !all.isArray() || all.getArrayNItems() != 1) return note(facts_, several_attachments);
    Handle file = list.getArrayItem(1);
    Handle parts = file.isDictionary() ? file.getKey("/EF") : Handle::newNull();
    Handle stream = parts.isDictionary() ? parts.getKey("/F") : Handle::newNull();
    if (!stream.isStream() || all.getArrayItem(0).getObjGen() != file.getObjGen()) return note(facts_, attachment_unreadable);
    const auto place = static_cast<std::size_t>(stream.getObjectID()) - 1;
    if (place >= skeleton_.objects.size() || !is_name(stream.getDict().getKey("/Filter"), "/FlateDecode") || stream.getDict().hasKey("/DecodeParms"))
      return note(facts_, attachment_unreadable);
    auto bytes = inflated(skeleton_.objects[place].stream, limits::kDocumentEmbeddedMax);
    if (!bytes) return note(facts_, attachment_unreadable);
    facts_.embedded.push_back({text_of(file.getKey("/UF")), std::move(*bytes)});
  }

  std::string_view file_;
  const Skeleton& skeleton_;
  PdfFacts& facts_;
  QPDF pdf_;
  Handle signature_;
};

/// That the range is the whole file but for the hole, and that the hole is written as we do.
void judge_range(std::string_view file, const RawSignature& raw, PdfFacts& facts) {
  const std::size_t rest = raw.hole.offset + raw.hole.size;
  if (raw.hole.size == 0) return note(facts, hole_is_not_contents);
  const std::vector<std::uint64_t> whole{0, raw.hole.offset, rest, file.size() - rest};
  if (raw.byte_range != whole) note(facts, byte_range_odd);
  if (file.substr(raw.hole.offset + 1, raw.hole.size - 2) != to_hex(raw.contents)) note(facts, hole_is_not_contents);
}

}  // namespace

const SuspicionSpec& spec_of(Suspicion suspicion) {
  static constexpr SuspicionSpec kSpecs[] = {
#define SUSPICION(name, zh, en) {#name, zh, en},
#include "document/pdf/suspicions.def"
#undef SUSPICION
  };
  return kSpecs[static_cast<std::size_t>(suspicion)];
}

bool PdfFacts::has(Suspicion suspicion) const { return std::find(suspicions.begin(), suspicions.end(), suspicion) != suspicions.end(); }

Result<PdfFacts> read_pdf(std::string_view file) {
  if (file.size() > limits::kCheckedFileBytesMax) return failure(Code::too_large, "the file");
  if (file.substr(0, 1024).find("%PDF-") == file.npos) return failure(Code::malformed, "this is no PDF");
  PdfFacts facts;
  const Skeleton skeleton = read_skeleton(file);
  for (const Suspicion found : skeleton.suspicions) note(facts, found);
  RawSignature raw = find_signature(file);
  facts.signatures = raw.count;
  if (raw.count > 1) note(facts, several_signatures);
  if (raw.count > 0) judge_range(file, raw, facts);
  if (raw.hole.size > 0) facts.signature = FileSignature{std::move(raw.contents), raw.hole, {}, {}, {}};
  if (!skeleton.suspicions.empty()) return facts;
  try {
    Reader(file, skeleton, facts).read();
  } catch (const std::exception&) {
    note(facts, damaged);
  }
  return facts;
}

}  // namespace datong::document::pdf
