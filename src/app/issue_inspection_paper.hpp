#pragma once
// Making the paper of what inspection signed or issued: a certificate, a voucher, a clearance form. A step of its own after the act, raised
// by the timer of the certificate's head, so that a crash between the two is repeated and numbers drawn inside a commit are known. The fee
// slip is drawn on demand: it proves nothing. Thread rule: free functions, any thread.
#include <string>

#include "app/context.hpp"
#include "domain/declaration/decide.hpp"

namespace datong::app {

/// The timer's event on heads of kind certificate and clearance_form.
inline constexpr std::uint8_t kMakePaper = 1;

/// Draws, signs, stamps and stores the paper of a signed certificate or issued form; its step and public record name its hash.
/// Errors: not_found, conflict (changed meanwhile), those of make_paper; refused when the stored facts cannot be printed.
Result<std::string> make_inspection_paper(Context& context, CaseId id);

/// The PDF of a number, for whoever may see its declaration. Errors: not_found also before it is made.
Result<std::string> show_inspection_paper(Context& context, const domain::Actor& actor, std::string_view number);
/// The fee slip of a declaration whose fee was calculated. Errors: not_found.
Result<std::string> show_fee_slip(Context& context, const domain::Actor& actor, CaseId id);

}  // namespace datong::app
