#pragma once
// For tests only: the prepared fonts, a layout of the classic set made ready, certificates of any length, a drawn seal.
// Needs DATONG_SOURCE_DIR and DATONG_FONTS. Thread rule: none.
#include <png.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "document/pdf/draw.hpp"
#include "domain/edition/data_set_test.hpp"
#include "domain/edition/layout_tables.hpp"

namespace datong::document::pdf {

inline const FontSet& fonts_for_test() {
  static const std::string bytes = domain::bytes_of_test_file(DATONG_FONTS);
  static const FontSet fonts = FontSet::read(bytes).value();
  return fonts;
}

inline std::shared_ptr<const Form> form_for_test(const std::string& layout) {
  static const auto edition = domain::edition_for_test("classic");
  const auto found = edition->layout(layout, Date::parse("2026-06-01").value());
  if (!found) throw std::runtime_error(found.error().detail);
  auto form = Form::prepare(*found, fonts_for_test());
  if (!form) throw std::runtime_error(form.error().detail);
  return *form;
}

/// A PNG of two rings and a star-less middle: no seal of anybody. `side` pixels.
inline std::string png_for_test(int side, unsigned red, bool has_alpha = true) {
  std::string pixels;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double r = std::hypot(x - side / 2.0 + .5, y - side / 2.0 + .5) / (side / 2.0);
      const double ink =
          std::max({0.0, 1 - std::abs(r - .93) * 24, 1 - std::abs(r - .62) * 40, 1 - std::abs(r - .3) * 30});
      const double value = std::min(1.0, ink);
      if (has_alpha) {
        pixels += {static_cast<char>(red), 20, 30, static_cast<char>(value * 235)};
      } else {
        for (const double c : {static_cast<double>(red), 20.0, 30.0})
          pixels += static_cast<char>(255 - value * (255 - c));
      }
    }
  }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = image.height = static_cast<png_uint_32>(side);
  image.format = has_alpha ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB;
  png_alloc_size_t size = 0;
  png_image_write_get_memory_size(image, size, 0, pixels.data(), 0, nullptr);
  std::string out(size, '\0');
  if (png_image_write_to_memory(&image, out.data(), &size, 0, pixels.data(), 0, nullptr) == 0)
    throw std::runtime_error(image.message);
  out.resize(size);
  return out;
}

/// A certificate with every value filled, Chinese among them, and that many goods lines.
inline domain::Printed printed_for_test(const std::string& layout, int lines) {
  domain::Printed printed;
  printed.layout = layout;
  printed.values = {
      {"exporter",
       "NINGBO EXAMPLE TEXTILES CO., LTD. 宁波示例纺织品有限公司\nNO. 88 ZHONGSHAN EAST ROAD, YINZHOU "
       "DISTRICT,\nNINGBO, "
       "ZHEJIANG, CHINA"},
      {"producer", "SAME"},
      {"consignee", "MÜLLER & SŐHNE IMPORT GMBH\nHAFENSTRASSE 12, 20457 HAMBURG, GERMANY"},
      {"transport", "FROM NINGBO,CHINA TO HAMBURG,GERMANY BY SEA ON JUN. 12,2026"},
      {"departure_date", "JUN. 12,2026"},
      {"vessel", "EVER EXAMPLE V.0123W"},
      {"discharge_port", "HAMBURG, GERMANY"},
      {"route", "FROM NINGBO,CHINA TO HAMBURG,GERMANY BY SEA"},
      {"destination", "GERMANY"},
      {"remarks", "THIRD PARTY: EXAMPLE TRADING PTE. LTD., SINGAPORE"},
      {"declared", "NINGBO, CHINA JUN. 01,2026"},
      {"title", "CERTIFICATE OF ORIGIN\nEXAMPLE SCHEME"},
      {"title_zh", "品质检验证书"},
      {"title_en", "INSPECTION CERTIFICATE OF QUALITY"},
      {"goods", "男式棉制T恤衫 MEN'S COTTON T-SHIRTS"},
      {"packages", "ONE HUNDRED AND FIFTY (150) CARTONS"},
      {"results",
       "经抽样检验，上述货物符合合同要求。\nThe goods were drawn at random and inspected; they meet the contract."},
      {"quantity", "1,500 PCS / 1,250 KGS"},
      {"marks", "N/M"}};
  printed.ticks = {"retroactive"};
  if (layout == "report") return printed;  // has no table
  for (int i = 1; i <= lines; ++i) {
    const std::string number = std::to_string(i);
    printed.rows.push_back({{"item", number},
                            {"marks", i == 1 ? "EXAMPLE\nHAMBURG\nC/NO.1-150\nMADE IN CHINA\n宁波示例" : ""},
                            {"description", "ONE HUNDRED AND FIFTY (150) CARTONS OF MEN'S COTTON T-SHIRTS, ARTICLE " +
                                                number + "\n男式棉制T恤衫（货号" + number + "）"},
                            {"hs_code", "610910"},
                            {"criterion", layout == "RC" ? "RVC" : "\"P\""},
                            {"origin_country", "CHINA"},
                            {"quantity", number + "500 PCS\nG.W. 1,250 KGS"},
                            {"invoice", "EX2026-0601-" + number + "\nMAY 28,2026"}});
  }
  return printed;
}

inline const Picture& seal_for_test() {
  static const Picture seal = Picture::read(png_for_test(300, 200)).value();
  return seal;
}

/// Everything an issue brings: number, code, QR of version 13, seal, data, room for the signature.
inline Setting setting_for_test() {
  Setting setting;
  setting.issue = {{"number", "C260000000010001"},
                   {"check_code", "7Q4M-2XKD-9RTP-0HWB"},
                   {"certified", "NINGBO, CHINA JUN. 02,2026"},
                   {"issued_on", "JUN. 02,2026"},
                   {"signatory", "ZHANG SAN 张三"}};
  setting.title = "Certificate of origin C260000000010001";
  std::string digits;
  for (int i = 0; i < 652; ++i) digits += static_cast<char>('0' + (i * i + i / 7) % 10);
  setting.qr = QrPieces{"https://example.org/v#", digits};
  setting.pictures = {{"seal", &seal_for_test()}, {"exporter_seal", &seal_for_test()}};
  setting.made_at = Instant::parse("2026-06-02T02:03:04Z").value();
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Certificate>\n";
  for (int i = 0; xml.size() < 6000; ++i)
    xml += "  <Goods><Number>" + std::to_string(i) + "</Number><Name>男式T恤衫" + std::to_string(i * 7919) +
           "</Name></Goods>\n";
  setting.attachment =
      Attachment{"certificate.xml", "application/xml", "The data of this certificate", xml + "</Certificate>\n"};
  setting.signature = SignatureField{4096, "Example Office", "Certificate issued"};
  return setting;
}

}  // namespace datong::document::pdf
