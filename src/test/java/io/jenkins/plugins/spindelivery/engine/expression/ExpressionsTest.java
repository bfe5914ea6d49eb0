package io.jenkins.plugins.spindelivery.engine.expression;

import static io.jenkins.plugins.spindelivery.engine.expression.ExpressionFixture.json;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.Source;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.Test;

/** What stays, what is replaced, and with which type. */
public class ExpressionsTest {
    private final ExpressionFixture fixture = new ExpressionFixture();

    @Test
    public void aWholeValueKeepsItsType() {
        assertEquals(json("'1.4.2'"), fixture.evaluate("${ parameters.image_version }"));
        assertEquals(json("3"), fixture.evaluate("${parameters.replicas}"));
        assertEquals(
                JsonNodeType.NUMBER, fixture.evaluate("${parameters.ratio}").getNodeType());
        assertEquals(json("true"), fixture.evaluate("${parameters.enabled}"));
        assertEquals(json("['a','b','c']"), fixture.evaluate("${parameters.hosts}"));
        assertEquals(json("{'app':'ci'}"), fixture.evaluate("${parameters.labels}"));
        assertEquals(json("null"), fixture.evaluate("${parameters.nothing}"));
        assertEquals(json("42"), fixture.evaluate("${40 + 2}"));
    }

    @Test
    public void mixedTextIsConcatenated() {
        assertEquals("app:1.4.2", fixture.text("app:${ parameters.image_version }"));
        assertEquals("1.4.2-v1", fixture.text("${parameters.image_version}-${parameters.config_version}"));
        assertEquals(
                "n=3 r=0.5 e=true",
                fixture.text("n=${parameters.replicas} r=${parameters.ratio} e=${parameters.enabled}"));
        assertEquals("hosts: [\"a\",\"b\",\"c\"]", fixture.text("hosts: ${parameters.hosts}"));
        assertEquals(" 3", fixture.text(" ${parameters.replicas}"));
        assertEquals("3\n", fixture.text("${parameters.replicas}\n"));
    }

    @Test
    public void nullInMixedTextIsAnError() {
        Problem problem = fixture.refused("app:${parameters.nothing}");
        assertEquals("expression.null-in-text", problem.code());
        assertEquals("app:latest", fixture.text("app:${parameters.nothing ?: 'latest'}"));
        assertEquals(
                "expression.null-in-text",
                fixture.refused("${'app:' + parameters.nothing}").code());
    }

    @Test
    public void keysAreEvaluatedToo() {
        assertEquals(
                json("{'app-ci':{'1.4.2':1},'3':'x','${HOME}':2}"),
                fixture.evaluate(json(
                        "{'app-${parameters.labels.app}':{'${parameters.image_version}':1},",
                        "'${parameters.replicas}':'x','${HOME}':2}")));
    }

    @Test
    public void keysThatFallTogetherAreAnError() {
        JsonNode tree = json("{'x':{'v1':1,'${parameters.config_version}':2}}");
        ProblemException e = assertThrows(ProblemException.class, () -> fixture.evaluate(tree));
        assertEquals("expression.duplicate-key", e.problems().get(0).code());
        assertEquals(
                "app.yaml/x/${parameters.config_version}", e.problems().get(0).where());
    }

    @Test
    public void aKeyHasToBeText() {
        ProblemException e =
                assertThrows(ProblemException.class, () -> fixture.evaluate(json("{'${parameters.hosts}':1}")));
        assertEquals("expression.key-type", e.problems().get(0).code());
    }

    @Test
    public void aTreeWithoutExpressionsIsReturnedAsItIs() {
        JsonNode tree = json("{'a':[{'b':'${server.port}','c':1}],'d':'$ {x}'}");
        assertSame(tree, fixture.evaluate(tree));
    }

    @Test
    public void theGivenTreeIsNotChanged() {
        JsonNode tree = json("{'a':[{'b':'${parameters.replicas}','c':{'d':1}}]}");
        JsonNode before = tree.deepCopy();
        JsonNode result = fixture.evaluate(tree);
        assertEquals(before, tree);
        assertEquals(json("{'a':[{'b':3,'c':{'d':1}}]}"), result);
        assertSame(tree.at("/a/0/c"), result.at("/a/0/c"));
    }

    @Test
    public void nestedBracesAndQuotesBelongToTheExpression() {
        assertEquals(json("2"), fixture.evaluate("${ {1, 2}.size() }"));
        assertEquals(json("{'a':{'b':1}}"), fixture.evaluate("${ {a: {b: 1}} }"));
        assertEquals("}", fixture.text("${'}'}"));
        assertEquals("it's", fixture.text("${'it''s'}"));
        assertEquals("\"}\"", fixture.text("${'\"}\"'}"));
    }

    @Test
    public void aLiteralPlaceholderIsWrittenAsText() {
        assertEquals("${X}", fixture.text("${'${X}'}"));
        assertEquals("a ${parameters.replicas} b", fixture.text("a ${'${parameters.replicas}'} b"));
    }

    @Test
    public void aResultIsNotEvaluatedAgain() {
        ExpressionFixture own = new ExpressionFixture(
                ExpressionContext.of(
                        java.util.Map.of("parameters", java.util.Map.of("a", "${parameters.b}", "b", "B"))),
                ExpressionLimits.DEFAULT);
        assertEquals("${parameters.b}", own.text("${parameters.a}"));
        assertEquals("x ${parameters.b}", own.text("x ${parameters.a}"));
        assertEquals("${parameters.b}", own.text("${'$' + '{parameters.b}'}"));
    }

    @Test
    public void foreignPlaceholdersArriveUntouched() {
        for (String foreign : List.of(
                "${spring.cloud.client.ipAddress}:${server.port}",
                "${ENV_VAR}",
                "${server.port}",
                "${my-name}",
                "${env-name}",
                "${VAR:-default}",
                "${VAR:default}",
                "${VAR%x}",
                "${VAR/a/b}",
                "${VAR=x}",
                "${VAR##*/}",
                "${VAR^^}",
                "${!VAR}",
                "${#VAR}",
                "${#array[@]}",
                "${1} ${10}",
                "${@}",
                "${foo(1)}",
                "${items.map(x)}",
                "${date:yyyy-MM-dd}",
                "${log4j:configParentLocation}",
                "${project.version}")) {
            assertEquals(foreign, fixture.text(foreign));
            assertEquals(foreign, List.of(), fixture.warnings);
        }
    }

    @Test
    public void foreignAndResolvedPartsMix() {
        assertEquals(
                "http://${server.host}:${server.port}/1.4.2/${HOME}",
                fixture.text("http://${server.host}:${server.port}/${parameters.image_version}/${HOME}"));
    }

    @Test
    public void textThatIsNoExpressionStays() {
        for (String text :
                List.of("${", "${}", "${ }", "a ${ b", "$", "$ {parameters.x}", "}", "${'a}", "${a b}", "${+}")) {
            assertEquals(text, fixture.text(text));
            assertEquals(text, List.of(), fixture.warnings);
        }
        assertEquals("${ 1.4.2", fixture.text("${ ${parameters.image_version}"));
        assertEquals("${TAG:-1.4.2}", fixture.text("${TAG:-${parameters.image_version}}"));
        assertEquals("${it's 1.4.2", fixture.text("${it's ${parameters.image_version}"));
        assertEquals("$1.4.2", fixture.text("$${parameters.image_version}"));
    }

    /** Spring's tokenizer throws an exception of Java there, not one of its own. */
    @Test
    public void aNumberThatEndsInItsExponentIsNoExpression() {
        assertEquals("${1e} ${2E} ${x - 1e}", fixture.text("${1e} ${2E} ${x - 1e}"));
        assertEquals("${parameters.replicas + 1e}", fixture.text("${parameters.replicas + 1e}"));
        assertEquals(List.of("expression.left-malformed"), fixture.warningCodes());
    }

    @Test
    public void whatLooksLikeAMistakeIsWarnedOf() {
        assertEquals("${parameter.image_version}", fixture.text("${parameter.image_version}"));
        Problem near = fixture.warnings.get(0);
        assertEquals("expression.left-near", near.code());
        assertEquals(
                "${parameter.image_version} stays as it is, because there is no \"parameter\". Is parameters meant?",
                near.message(Locale.ENGLISH));
        assertEquals("app.yaml", near.where());

        assertEquals("${parameters.image version}", fixture.text("${parameters.image version}"));
        assertEquals(List.of("expression.left-malformed"), fixture.warningCodes());

        assertEquals("${parameters.image_version", fixture.text("${parameters.image_version"));
        assertEquals(List.of("expression.left-unclosed"), fixture.warningCodes());

        assertEquals("${toInt('3')}", fixture.text("${toInt('3')}"));
        assertEquals(List.of("expression.left-near"), fixture.warningCodes());

        assertEquals("${PARAMETERS.x}", fixture.text("${PARAMETERS.x}"));
        assertEquals(List.of("expression.left-near"), fixture.warningCodes());
    }

    @Test
    public void aMisspeltParameterIsAnErrorWithASuggestion() {
        ObjectNode tree = (ObjectNode) json("{'spec':{'image':['x','app:${ parameters.image_verion}']}}");
        Source source =
                new Source("deploy.yaml", 1, pointer -> pointer.equals(JsonPointer.compile("/spec/image/1")) ? 42 : 7);
        List<Problem> warnings = new ArrayList<>();
        Expressions expressions = new Expressions(
                ExpressionContext.of(ExpressionFixture.ROOTS), ExpressionLimits.DEFAULT, ExpressionFixture.CLOCK);
        ProblemException e = assertThrows(
                ProblemException.class, () -> expressions.evaluate(new Manifest(tree, source), warnings::add));
        Problem problem = e.problems().get(0);
        assertEquals(ProblemException.Category.INPUT, e.category());
        assertEquals("expression.missing-near", problem.code());
        assertEquals("deploy.yaml:42", problem.where());
        assertEquals(
                "${ parameters.image_verion}: parameters has no entry \"image_verion\". Did you mean"
                        + " \"image_version\"? If it may be missing, add a default with ?:",
                problem.message(Locale.ENGLISH));
    }

    @Test
    public void aMissingParameterWithoutALikeNameListsWhatIsGiven() {
        assertEquals(
                "${trigger.branch}: trigger has no entry \"branch\". Given are: tag, user."
                        + " If it may be missing, add a default with ?:",
                fixture.message("${trigger.branch}"));
        assertEquals(
                "expression.missing-near",
                fixture.refused("${parameters['image_verion']}").code());
        assertEquals(
                "expression.missing-near",
                fixture.refused("${parameters[image_verion]}").code());
        assertEquals(
                "expression.missing", fixture.refused("${execution.status}").code());
    }

    @Test
    public void aMissingValueIsFineWithADefault() {
        assertEquals("x", fixture.text("${missing ?: \"x\"}"));
        assertEquals("x", fixture.text("${parameters.missing ?: 'x'}"));
        assertEquals("x", fixture.text("${parameters.missing.deeper[2].trim() ?: 'x'}"));
        assertEquals("x", fixture.text("${parameters.missing + '-y' ?: 'x'}"));
        assertEquals("1.4.2", fixture.text("${parameters.missing ?: parameters.image_version}"));
        assertEquals("c", fixture.text("${a ?: b ?: 'c'}"));
        assertEquals("x", fixture.text("${parameters.empty ?: 'x'}"));
        assertEquals("x", fixture.text("${parameters.hosts[9] ?: 'x'}"));
        assertEquals(json("false"), fixture.evaluate("${false ?: true}"));
        assertEquals(
                "expression.missing",
                fixture.refused("${parameters.missing ?: trigger.nope}").code());
    }

    @Test
    public void safeNavigationGivesNull() {
        assertEquals(json("null"), fixture.evaluate("${parameters?.missing}"));
        assertEquals(json("null"), fixture.evaluate("${parameters.nothing?.deeper?.trim()}"));
        assertEquals(
                "expression.null-target",
                fixture.refused("${parameters.nothing.deeper}").code());
        assertEquals(json("null"), fixture.evaluate("${parameters.get('missing')}"));
        assertEquals("d", fixture.text("${parameters.getOrDefault('missing', 'd')}"));
    }

    @Test
    public void foreignAndGivenNamesInOneExpressionAreAnError() {
        Problem problem = fixture.refused("${parameters.enabled ? prod : dev}");
        assertEquals("expression.unknown-name", problem.code());
        assertEquals("prod", problem.arguments().get(1));
        assertEquals(
                "expression.unknown-name-near",
                fixture.refused("${parameters.replicas + paramters.x}").code());
        assertEquals(
                "expression.unknown-call",
                fixture.refused("${upper(parameters.image_version)}").code());
        assertEquals(
                "expression.unknown-variable",
                fixture.refused("${parameters.replicas + #x}").code());
    }

    @Test
    public void namesWithDashes() {
        assertEquals("dashed root", fixture.text("${my-root}"));
        assertEquals("dashed", fixture.text("${parameters['with-dash']}"));
        Problem problem = fixture.refused("${parameters.with-dash}");
        assertEquals("expression.dashed-name", problem.code());
        assertTrue(
                problem.message(Locale.ENGLISH), problem.message(Locale.ENGLISH).endsWith("['with-dash']."));
        assertEquals(json("2"), fixture.evaluate("${parameters.replicas-1}"));
    }

    @Test
    public void whatMayBeSecretIsHiddenInWarningsToo() {
        for (String text : List.of("${parameters.x!hunter2}", "${parameters.x hunter2", "${parameters.x: 'hunter2'}")) {
            fixture.text(text);
            String told = fixture.warnings.get(0).describe();
            assertTrue(told, told.contains("${parameters.x…}") && !told.contains("hunter2"));
        }
        String told = fixture.refused("${'hunter2" + "x".repeat(10_000) + "'}").describe();
        assertTrue(told, !told.contains("hunter2"));
    }

    @Test
    public void afterFiftyMistakesNothingMoreIsTried() {
        JsonNode tree = ExpressionFixture.JSON.valueToTree(Collections.nCopies(80, "${parameters.nope}"));
        List<Problem> problems = assertThrows(ProblemException.class, () -> fixture.evaluate(tree))
                .problems();
        assertEquals(51, problems.size());
        assertEquals("expression.more-problems", problems.get(50).code());
    }

    @Test
    public void allMistakesAreToldAtOnce() {
        JsonNode tree = json("{'a':'${parameters.x1} ${parameters.x2}','b':['${T(System).exit(0)}']}");
        List<Problem> problems = assertThrows(ProblemException.class, () -> fixture.evaluate(tree))
                .problems();
        assertEquals(
                List.of("app.yaml/a", "app.yaml/a", "app.yaml/b/0"),
                problems.stream().map(Problem::where).toList());
    }

    @Test
    public void contextValuesAreCopied() {
        java.util.Map<String, Object> parameters = new java.util.HashMap<>();
        parameters.put("a", "1");
        ExpressionFixture own = new ExpressionFixture(
                ExpressionContext.of(java.util.Map.of("parameters", parameters)), ExpressionLimits.DEFAULT);
        parameters.put("a", "2");
        assertEquals("1", own.text("${parameters.a}"));
    }

    @Test
    public void valuesOfOtherTypesAreNoContext() {
        assertThrows(IllegalArgumentException.class, () -> ExpressionContext.of(java.util.Map.of("x", new Object())));
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertThrows(IllegalArgumentException.class, () -> ExpressionContext.of(java.util.Map.of("x", endless)));
    }

    @Test
    public void messagesExistInChineseToo() {
        assertEquals(
                "${parameters.nothing} 的结果是 null，不能成为文本的一部分。请用 ?: 给出默认值",
                fixture.refused("x${parameters.nothing}").message(Locale.SIMPLIFIED_CHINESE));
    }
}
