package io.jenkins.plugins.spindelivery.engine.expression;

import static io.jenkins.plugins.spindelivery.engine.expression.ExpressionFixture.json;
import static org.junit.Assert.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.Test;

/** Methods, types and operators: what each gives. */
public class ValueMethodsTest {
    private final ExpressionFixture fixture = new ExpressionFixture();

    private void check(Map<String, String> expected) {
        expected.forEach((expression, result) ->
                assertEquals(expression, json(result), fixture.evaluate("${" + expression + "}")));
    }

    @Test
    public void textMethods() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("'abc'.length()", "3");
        expected.put("' a '.trim()", "'a'");
        expected.put("'i'.toUpperCase() + 'I'.toLowerCase()", "'Ii'");
        expected.put("'abcdef'.substring(2)", "'cdef'");
        expected.put("'abcdef'.substring(1, 3)", "'bc'");
        expected.put("'a.b.c'.replace('.', '-')", "'a-b-c'");
        expected.put("'ab'.replace('', '-')", "'-a-b-'");
        expected.put("'abc'.startsWith('ab') and 'abc'.endsWith('bc') and 'abc'.contains('b')", "true");
        expected.put("'abc'.indexOf('c')", "2");
        expected.put("'abcabc'.indexOf('c', 3)", "5");
        expected.put("'abcabc'.lastIndexOf('a')", "3");
        expected.put("'ab'.repeat(3)", "'ababab'");
        expected.put("'ab'.concat('c')", "'abc'");
        expected.put("'abc'.charAt(1)", "'b'");
        expected.put("'abc'[2]", "'c'");
        expected.put("''.isEmpty() && ' '.isBlank()", "true");
        expected.put("'ABC'.equalsIgnoreCase('abc')", "true");
        expected.put("'registry:5000/app:1.2'.split(':')", "['registry','5000/app','1.2']");
        expected.put("'a:b:c'.split(':', 2)", "['a','b:c']");
        expected.put("'a::'.split(':')", "['a']");
        expected.put("':a'.split(':')", "['','a']");
        expected.put("'abc'.split('')", "['a','b','c']");
        expected.put("''.split(':')", "['']");
        expected.put("'a1b22'.replaceAll('[0-9]+', '#')", "'a#b#'");
        expected.put("'key=value'.replaceAll('(\\w+)=(\\w+)', '$2=$1')", "'value=key'");
        expected.put("'a.b.c'.replaceFirst('\\.', '-')", "'a-b.c'");
        expected.put("'v1.2' matches 'v\\d+\\.\\d+'", "true");
        expected.put("'release/1'.matches('(main|release/.*)')", "true");
        expected.put("'Main'.matches('(?i)main')", "true");
        expected.put("trigger.tag.split(':').length", "3");
        check(expected);
    }

    @Test
    public void collectionMethods() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("parameters.hosts.size()", "3");
        expected.put("parameters.hosts[0] + parameters.hosts.get(2)", "'ac'");
        expected.put("parameters.hosts.contains('b')", "true");
        expected.put("parameters.hosts.indexOf('c')", "2");
        expected.put("parameters.hosts.subList(1, 3)", "['b','c']");
        expected.put("parameters.hosts.![toUpperCase()]", "['A','B','C']");
        expected.put("parameters.hosts.?[#this > 'a']", "['b','c']");
        expected.put("parameters.hosts.^[#this > 'a']", "'b'");
        expected.put("parameters.hosts.$[#this > 'a']", "'c'");
        expected.put("parameters.hosts.^[#this > 'x']", "null");
        expected.put("parameters.people.?[age >= 18].![name]", "['ada']");
        expected.put("parameters.people[1]['name']", "'bob'");
        expected.put("parameters.labels.keySet()", "['app']");
        expected.put("parameters.labels.values()", "['ci']");
        expected.put("parameters.labels.entrySet().![key + '=' + value]", "['app=ci']");
        expected.put("parameters.labels.![key + '=' + value]", "['app=ci']");
        expected.put("{a: 1, b: 2}.?[value > 1]", "{'b':2}");
        expected.put("parameters.labels.containsKey('app')", "true");
        expected.put("parameters.labels.containsValue('ci')", "true");
        expected.put("parameters.labels.getOrDefault('x', 'y')", "'y'");
        expected.put("parameters.labels[app]", "'ci'");
        expected.put("{}.isEmpty()", "true");
        expected.put("{:}", "{}");
        expected.put("{1, {2, 'x'}, {a: null}}", "[1,[2,'x'],{'a':null}]");
        expected.put("#root.parameters.replicas", "3");
        check(expected);
    }

    @Test
    public void operators() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("1 + 2 * 3 - 4 / 2", "5");
        expected.put("7 / 2", "3");
        expected.put("7 % 4", "3");
        expected.put("7 / 2.0", "3.5");
        expected.put("2 ^ 10", "1024");
        expected.put("(0 - 1) ^ 999999999", "-1");
        expected.put("2 ^ -1", "0.5");
        expected.put("-parameters.replicas", "-3");
        expected.put("2147483647 + 1", "2147483648");
        expected.put("9223372036854775807L + 1", "9223372036854775808");
        expected.put("'a' + 1 + true", "'a1true'");
        expected.put("'ab' * 2", "'abab'");
        expected.put("1 == 1.0", "true");
        expected.put("1 == '1'", "false");
        expected.put("1 < 1.5 && 'a' < 'b' && 2 >= 2", "true");
        expected.put("1 != 2 and not false", "true");
        expected.put("3 between {1, 3}", "true");
        expected.put("{1, {a: 'x'}} == {1.0, {a: 'x'}}", "true");
        expected.put("null == parameters.nothing", "true");
        expected.put("parameters.replicas > 2 ? 'many' : 'few'", "'many'");
        expected.put("parameters.debug ? 1 : 2", "1");
        expected.put("'off' ? 1 : 2", "2");
        check(expected);
        assertEquals("expression.operator-types", fixture.refused("${{1} + 2}").code());
        assertEquals("expression.operator-types", fixture.refused("${'d' - 3}").code());
        assertEquals("expression.operator-types", fixture.refused("${'a' < 1}").code());
        assertEquals("expression.operator-types", fixture.refused("${null < 1}").code());
        assertEquals(
                "expression.no-condition", fixture.refused("${'maybe' ? 1 : 2}").code());
        assertEquals(
                "expression.no-condition", fixture.refused("${null ? 1 : 2}").code());
    }

    @Test
    public void types() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("T(Math).max(2, 10)", "10");
        expected.put("T(java.lang.Math).abs(0 - 5)", "5");
        expected.put("T(Math).round(2.5)", "3");
        expected.put("T(Integer).parseInt('12') + T(Long).MAX_VALUE", "9223372036854775819");
        expected.put("T(Integer).parseInt('ff', 16)", "255");
        expected.put("T(Boolean).parseBoolean('TRUE')", "true");
        expected.put("T(String).join('-', {'a', 1, true})", "'a-1-true'");
        expected.put("T(String).valueOf(3) + 3", "'33'");
        expected.put("T(java.net.URLEncoder).encode('a b&c', 'UTF-8')", "'a+b%26c'");
        expected.put("T(java.time.Instant).now().toString()", "'2026-11-22T10:15:30Z'");
        expected.put("T(LocalDate).now().plusDays(10)", "'2026-12-02'");
        expected.put("T(java.time.LocalDate).now().getDayOfWeek() == T(java.time.DayOfWeek).SUNDAY", "true");
        expected.put("T(LocalDateTime).now().getHour()", "10");
        expected.put("T(Instant).now().minus(1, T(java.time.temporal.ChronoUnit).DAYS)", "'2026-11-21T10:15:30Z'");
        expected.put("T(ChronoUnit).DAYS.between(T(LocalDate).parse('2026-01-01'), T(LocalDate).now())", "325");
        expected.put(
                "new java.text.SimpleDateFormat('yyyy-MM-dd HH:mm').format(new java.util.Date())",
                "'2026-11-22 10:15'");
        expected.put("new java.util.Date(0L).getTime()", "0");
        check(expected);
        assertEquals(
                "expression.call-failed",
                fixture.refused("${T(LocalDate).parse('x')}").code());
        assertEquals(
                "expression.call-failed",
                fixture.refused("${new java.text.SimpleDateFormat('b').format(new Date())}")
                        .code());
        assertEquals(
                "expression.no-result",
                fixture.refused("${new SimpleDateFormat('y')}").code());
    }

    @Test
    public void numberMethods() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("3.7.intValue()", "3");
        expected.put("parameters.replicas.toString() + 'x'", "'3x'");
        expected.put("parameters.replicas.doubleValue()", "3.0");
        expected.put("parameters.replicas.compareTo(4)", "-1");
        expected.put("true.toString()", "'true'");
        check(expected);
        assertEquals(
                "expression.call-failed",
                fixture.refused("${(2 ^ 100).longValue()}").code());
    }

    @Test
    public void wrongUseIsExplained() {
        assertEquals(
                "${parameters.image_version.trimm()}: values of type String have no method trimm() here. Did you mean trim()?",
                fixture.message("${parameters.image_version.trimm()}"));
        assertEquals(
                "${parameters.image_version.substring('…')}: argument 1 of substring() has to be of type Integer, not String.",
                fixture.message("${parameters.image_version.substring('1')}"));
        assertEquals(
                "${parameters.hosts[3]}: parameters.hosts has no position 3; it has 3, counted from 0.",
                fixture.message("${parameters.hosts[3]}"));
        assertEquals(
                "expression.out-of-range",
                fixture.refused("${'abc'.substring(9)}").code());
        assertEquals(
                "${parameters.hosts.name}: parameters.hosts is of type List and has no property \"name\".",
                fixture.message("${parameters.hosts.name}"));
        assertEquals(
                "${parameters.people.![nam]}: #this has no entry \"nam\". Did you mean \"name\"?"
                        + " If it may be missing, add a default with ?:",
                fixture.message("${parameters.people.![nam]}"));
    }
}
