package io.jenkins.plugins.spindelivery.engine.expression;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The types that {@code T(…)} and {@code new} know: of Spinnaker's list those that are pure. None of them is a Java
 * class here; a type is a name for a few functions and constants.
 */
final class Types {
    private static final String LANG = "java.lang.";

    private static final Map<String, Type> BY_NAME = Map.ofEntries(
            entry(LANG, "String", strings(), Map.of()),
            entry(LANG, "Integer", integers(), Map.of("MAX_VALUE", Integer.MAX_VALUE, "MIN_VALUE", Integer.MIN_VALUE)),
            entry(LANG, "Long", longs(), Map.of("MAX_VALUE", Long.MAX_VALUE, "MIN_VALUE", Long.MIN_VALUE)),
            entry(LANG, "Double", doubles(), Map.of()),
            entry(LANG, "Boolean", booleans(), Map.of("TRUE", true, "FALSE", false)),
            entry(LANG, "Math", maths(), Map.of("PI", Math.PI, "E", Math.E)),
            entry("java.net.", "URLEncoder", encoders(), Map.of()),
            entry("java.net.", "URLDecoder", decoders(), Map.of()),
            entry("java.time.", "Instant", instants(), Map.of("EPOCH", Instant.EPOCH)),
            entry("java.time.", "LocalDate", dates(), Map.of()),
            entry("java.time.", "LocalDateTime", times(), Map.of()),
            entry("java.time.", "DayOfWeek", days(), constants(DayOfWeek.values(), Enum::name)),
            entry("java.time.temporal.", "ChronoUnit", units(), constants(ChronoUnit.values(), Enum::name)));

    private static final MethodTable CONSTRUCTORS = new MethodTable()
            .add("String", 1, call -> call.text(0))
            .add("Date", 0, call -> call.meter().clock().instant())
            .add("Date", 1, call -> Instant.ofEpochMilli(call.whole(0)))
            .add("SimpleDateFormat", 1, Types::datePattern);

    private static final Map<String, String> CONSTRUCTOR_PACKAGES =
            Map.of("String", LANG, "Date", "java.util.", "SimpleDateFormat", "java.text.");

    /**
     * A type as a value; only its functions and constants can be reached.
     *
     * @param name the simple name
     * @param packageName with a dot at its end
     * @param methods its static methods
     * @param constants its static fields
     */
    record Type(String name, String packageName, MethodTable methods, Map<String, Object> constants) {}

    private Types() {}

    /** The type of a simple or full name. */
    static Optional<Type> find(String name) {
        Type type = BY_NAME.get(simple(name));
        return Optional.ofNullable(type).filter(found -> named(name, found.packageName()));
    }

    /** Whether {@code new} may make one of these. */
    static boolean constructs(String name) {
        return CONSTRUCTORS.has(simple(name)) && named(name, CONSTRUCTOR_PACKAGES.get(simple(name)));
    }

    static Object construct(String name, List<Object> arguments, Meter meter) {
        return CONSTRUCTORS.call(new Call(simple(name), null, arguments, false, meter));
    }

    static Set<String> names() {
        return new TreeSet<>(BY_NAME.keySet());
    }

    static Set<String> constructorNames() {
        return CONSTRUCTORS.names();
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static boolean named(String name, String packageName) {
        return name.indexOf('.') < 0 || name.equals(packageName + simple(name));
    }

    private static Map.Entry<String, Type> entry(
            String packageName, String name, MethodTable methods, Map<String, Object> constants) {
        return Map.entry(name, new Type(name, packageName, methods, constants));
    }

    private static <E> Map<String, Object> constants(E[] values, Function<E, String> name) {
        return Arrays.stream(values)
                .collect(Collectors.toMap(name, value -> value, (one, other) -> one, LinkedHashMap::new));
    }

    private static Object datePattern(Call call) {
        return DatePattern.of(call.text(0), call.meter().clock().getZone());
    }

    private static MethodTable strings() {
        return new MethodTable().add("valueOf", 1, call -> call.asText(0)).add("join", 2, Types::join);
    }

    private static String join(Call call) {
        StringBuilder joined = new StringBuilder();
        String separator = "";
        for (Object item : call.list(1)) {
            String text = Values.toText(item, call.meter());
            call.meter().checkText((long) joined.length() + separator.length() + text.length());
            call.meter().scan(separator.length() + text.length());
            joined.append(separator).append(text);
            separator = call.text(0);
        }
        return joined.toString();
    }

    private static MethodTable integers() {
        return new MethodTable()
                .add("parseInt", 1, call -> Integer.parseInt(call.text(0)))
                .add("parseInt", 2, call -> Integer.parseInt(call.text(0), call.integer(1)))
                .add("valueOf", 1, call -> Integer.parseInt(call.asText(0)))
                .add("toString", 1, call -> String.valueOf(call.integer(0)))
                .add("toHexString", 1, call -> Integer.toHexString(call.integer(0)));
    }

    private static MethodTable longs() {
        return new MethodTable()
                .add("parseLong", 1, call -> Call.whole(Long.parseLong(call.text(0))))
                .add("valueOf", 1, call -> Call.whole(Long.parseLong(call.asText(0))))
                .add("toString", 1, call -> String.valueOf(call.whole(0)));
    }

    private static MethodTable doubles() {
        return new MethodTable()
                .add("parseDouble", 1, call -> Helpers.decimal(call))
                .add("valueOf", 1, call -> Helpers.decimal(call))
                .add("toString", 1, call -> String.valueOf(call.number(0).doubleValue()));
    }

    private static MethodTable booleans() {
        return new MethodTable()
                .add("parseBoolean", 1, call -> Boolean.parseBoolean(call.text(0)))
                .add("valueOf", 1, call -> Boolean.parseBoolean(call.asText(0)))
                .add("toString", 1, call -> String.valueOf(call.argument(0, Boolean.class)));
    }

    private static MethodTable maths() {
        return new MethodTable()
                .add("abs", 1, call -> Operators.compare("abs", call.number(0), 0) < 0 ? negated(call) : call.number(0))
                .add(
                        "max",
                        2,
                        call -> Operators.compare("max", call.number(0), call.number(1)) >= 0
                                ? call.number(0)
                                : call.number(1))
                .add(
                        "min",
                        2,
                        call -> Operators.compare("min", call.number(0), call.number(1)) <= 0
                                ? call.number(0)
                                : call.number(1))
                .add("round", 1, call -> Call.whole(Math.round(call.number(0).doubleValue())))
                .add("floor", 1, call -> Math.floor(call.number(0).doubleValue()))
                .add("ceil", 1, call -> Math.ceil(call.number(0).doubleValue()))
                .add("sqrt", 1, call -> Math.sqrt(call.number(0).doubleValue()))
                .add(
                        "pow",
                        2,
                        call -> Math.pow(
                                call.number(0).doubleValue(), call.number(1).doubleValue()))
                .add("floorDiv", 2, call -> Call.whole(Math.floorDiv(call.whole(0), call.whole(1))))
                .add("floorMod", 2, call -> Call.whole(Math.floorMod(call.whole(0), call.whole(1))));
    }

    private static Object negated(Call call) {
        return Operators.arithmetic("-", 0, call.number(0));
    }

    private static MethodTable encoders() {
        return new MethodTable().add("encode", 2, call -> {
            call.meter().makeText(9L * call.text(0).length());
            requireUtf8(call);
            return URLEncoder.encode(call.text(0), StandardCharsets.UTF_8);
        });
    }

    private static MethodTable decoders() {
        return new MethodTable().add("decode", 2, call -> {
            call.meter().makeText(call.text(0).length());
            requireUtf8(call);
            return URLDecoder.decode(call.text(0), StandardCharsets.UTF_8);
        });
    }

    private static void requireUtf8(Call call) {
        if (!"UTF-8".equalsIgnoreCase(call.text(1))) {
            throw new ExpressionFault("expression.call-failed", call.method());
        }
    }

    private static MethodTable instants() {
        return new MethodTable()
                .add("now", 0, call -> call.meter().clock().instant())
                .add("parse", 1, call -> Instant.parse(call.text(0)))
                .add("ofEpochMilli", 1, call -> Instant.ofEpochMilli(call.whole(0)))
                .add("ofEpochSecond", 1, call -> Instant.ofEpochSecond(call.whole(0)));
    }

    private static MethodTable dates() {
        return new MethodTable()
                .add("now", 0, call -> LocalDate.now(call.meter().clock()))
                .add("parse", 1, call -> LocalDate.parse(call.text(0)))
                .add("of", 3, call -> LocalDate.of(call.integer(0), call.integer(1), call.integer(2)));
    }

    private static MethodTable times() {
        return new MethodTable()
                .add("now", 0, call -> LocalDateTime.now(call.meter().clock()))
                .add("parse", 1, call -> LocalDateTime.parse(call.text(0)));
    }

    private static MethodTable days() {
        return new MethodTable()
                .add("of", 1, call -> DayOfWeek.of(call.integer(0)))
                .add("valueOf", 1, call -> DayOfWeek.valueOf(call.text(0)));
    }

    private static MethodTable units() {
        return new MethodTable().add("valueOf", 1, call -> ChronoUnit.valueOf(call.text(0)));
    }
}
