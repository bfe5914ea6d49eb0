package io.jenkins.plugins.spindelivery.engine.expression;

import java.util.Locale;

/** The methods of text: those of {@link String} that can't be misused, with the same meaning. */
final class TextMethods {
    static final MethodTable TABLE = searching(changing(asking(new MethodTable())));

    private TextMethods() {}

    private static MethodTable asking(MethodTable table) {
        return table.add("length", 0, call -> call.targetText().length())
                .add("isEmpty", 0, call -> call.targetText().isEmpty())
                .add("isBlank", 0, call -> scanned(call).isBlank())
                .add("charAt", 1, call -> String.valueOf(call.targetText().charAt(call.integer(0))))
                .add("toString", 0, Call::target)
                .add(
                        "equals",
                        1,
                        call -> Operators.same(call.target(), call.arguments().get(0), call.meter()))
                .add("equalsIgnoreCase", 1, call -> scanned(call).equalsIgnoreCase(call.text(0)))
                .add("compareTo", 1, call -> scanned(call).compareTo(call.text(0)))
                .add("compareToIgnoreCase", 1, call -> scanned(call).compareToIgnoreCase(call.text(0)));
    }

    private static MethodTable changing(MethodTable table) {
        return table.add("trim", 0, call -> made(call).trim())
                .add("strip", 0, call -> made(call).strip())
                .add("stripLeading", 0, call -> made(call).stripLeading())
                .add("stripTrailing", 0, call -> made(call).stripTrailing())
                .add("toUpperCase", 0, call -> made(call).toUpperCase(Locale.ROOT))
                .add("toLowerCase", 0, call -> made(call).toLowerCase(Locale.ROOT))
                .add("substring", 1, call -> made(call).substring(call.integer(0)))
                .add("substring", 2, call -> made(call).substring(call.integer(0), call.integer(1)))
                .add("concat", 1, call -> Operators.concatenate(call.targetText(), call.text(0), call.meter()))
                .add("repeat", 1, call -> repeat(call.targetText(), call.integer(0), call.meter()))
                .add("replace", 2, TextMethods::replace)
                .add("replaceAll", 2, call -> pattern(call).replace(call.targetText(), call.text(1), true))
                .add("replaceFirst", 2, call -> pattern(call).replace(call.targetText(), call.text(1), false))
                .add("split", 1, call -> pattern(call).split(call.targetText(), 0))
                .add("split", 2, call -> pattern(call).split(call.targetText(), call.integer(1)));
    }

    private static MethodTable searching(MethodTable table) {
        return table.add("startsWith", 1, call -> scanned(call).startsWith(call.text(0)))
                .add("endsWith", 1, call -> scanned(call).endsWith(call.text(0)))
                .add("contains", 1, call -> searched(call).contains(call.text(0)))
                .add("indexOf", 1, call -> searched(call).indexOf(call.text(0)))
                .add("indexOf", 2, call -> searched(call).indexOf(call.text(0), call.integer(1)))
                .add("lastIndexOf", 1, call -> searched(call).lastIndexOf(call.text(0)))
                .add("lastIndexOf", 2, call -> searched(call).lastIndexOf(call.text(0), call.integer(1)))
                .add("matches", 1, call -> pattern(call).matches(call.targetText()));
    }

    /** A text so many times, checked before it is made. */
    static String repeat(String text, int times, Meter meter) {
        if (times < 0) {
            throw new ExpressionFault("expression.call-failed", "repeat");
        }
        meter.makeText((long) text.length() * times);
        return text.repeat(times);
    }

    private static String replace(Call call) {
        String text = searched(call);
        String from = call.text(0);
        String to = call.text(1);
        long found = from.isEmpty() ? text.length() + 1L : 0;
        for (int at = text.indexOf(from); !from.isEmpty() && at >= 0; at = text.indexOf(from, at + from.length())) {
            found++;
        }
        call.meter().makeText(text.length() + found * (to.length() - from.length()));
        return text.replace(from, to);
    }

    private static BoundedPattern pattern(Call call) {
        return BoundedPattern.of(call.text(0), call.meter());
    }

    private static String scanned(Call call) {
        call.meter().scan(call.targetText().length());
        return call.targetText();
    }

    private static String searched(Call call) {
        call.meter().search(call.targetText(), call.text(0));
        return call.targetText();
    }

    private static String made(Call call) {
        call.meter().makeText(call.targetText().length());
        return call.targetText();
    }
}
