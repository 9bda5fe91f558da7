// datong-fonts OUT FONT[:INDEX] …: prepares the letters of our documents, once, at build time. Each character comes
// from the first font of the chain that has it; outlines are stored without hints, ready to be copied into a document.
#include <harfbuzz/hb.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "document/pdf/fonts.hpp"
#include "document/pdf/outline.hpp"

namespace {

using datong::document::pdf::FontSetBuilder;
using datong::document::pdf::Outline;

template <auto destroy>
struct Destroy {
  template <class T>
  void operator()(T* object) const {
    destroy(object);
  }
};
using Blob = std::unique_ptr<hb_blob_t, Destroy<hb_blob_destroy>>;
using Face = std::unique_ptr<hb_face_t, Destroy<hb_face_destroy>>;
using Font = std::unique_ptr<hb_font_t, Destroy<hb_font_destroy>>;
using Set = std::unique_ptr<hb_set_t, Destroy<hb_set_destroy>>;
using Functions = std::unique_ptr<hb_draw_funcs_t, Destroy<hb_draw_funcs_destroy>>;

int whole(float value) { return static_cast<int>(std::lround(value)); }

Functions functions() {
  Functions made(hb_draw_funcs_create());
  hb_draw_funcs_set_move_to_func(
      made.get(),
      [](hb_draw_funcs_t*, void* to, hb_draw_state_t*, float x, float y, void*) {
        static_cast<Outline*>(to)->move_to(whole(x), whole(y));
      },
      nullptr, nullptr);
  hb_draw_funcs_set_line_to_func(
      made.get(),
      [](hb_draw_funcs_t*, void* to, hb_draw_state_t*, float x, float y, void*) {
        static_cast<Outline*>(to)->line_to(whole(x), whole(y));
      },
      nullptr, nullptr);
  // Quadratic curves (TrueType) arrive here as cubic ones: HarfBuzz converts when no function for them is set.
  hb_draw_funcs_set_cubic_to_func(
      made.get(),
      [](hb_draw_funcs_t*, void* to, hb_draw_state_t*, float x1, float y1, float x2, float y2, float x3, float y3,
         void*) {
        static_cast<Outline*>(to)->curve_to(whole(x1), whole(y1), whole(x2), whole(y2), whole(x3), whole(y3));
      },
      nullptr, nullptr);
  return made;
}

bool add_font(FontSetBuilder& builder, const std::string& argument) {
  const std::size_t colon = argument.rfind(':');
  const std::string path = argument.substr(0, colon);
  const unsigned index =
      colon == std::string::npos ? 0 : static_cast<unsigned>(std::atoi(argument.c_str() + colon + 1));
  const Blob blob(hb_blob_create_from_file_or_fail(path.c_str()));
  if (!blob) return false;
  const Face face(hb_face_create(blob.get(), index));
  const Font font(hb_font_create(face.get()));
  hb_font_set_scale(font.get(), 1000, 1000);
  const Functions draw = functions();
  const Set characters(hb_set_create());
  hb_face_collect_unicodes(face.get(), characters.get());
  for (hb_codepoint_t character = HB_SET_VALUE_INVALID; hb_set_next(characters.get(), &character);) {
    hb_codepoint_t glyph = 0;
    if (!datong::document::pdf::stands_alone(character) || builder.has(character) ||
        !hb_font_get_nominal_glyph(font.get(), character, &glyph)) {
      continue;
    }
    const int advance = hb_font_get_glyph_h_advance(font.get(), glyph);
    if (advance <= 0 || advance > 4000) continue;  // what has no width does not stand alone
    Outline outline(advance);
    hb_font_get_glyph_shape(font.get(), glyph, draw.get(), &outline);
    builder.add(character, advance, outline.finish());
  }
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::fprintf(stderr, "usage: datong-fonts OUT FONT[:INDEX] ...\n");
    return 2;
  }
  FontSetBuilder builder;
  for (int i = 2; i < count; ++i) {
    if (!add_font(builder, arguments[i])) {
      std::fprintf(stderr, "datong-fonts: cannot read %s\n", arguments[i]);
      return 1;
    }
  }
  const std::string bytes = builder.finish();
  std::FILE* out = std::fopen(arguments[1], "wb");
  const bool whole_file = out != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size();
  return out != nullptr && std::fclose(out) == 0 && whole_file ? 0 : 1;
}
