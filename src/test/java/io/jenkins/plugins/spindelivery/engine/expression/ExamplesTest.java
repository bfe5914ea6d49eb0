package io.jenkins.plugins.spindelivery.engine.expression;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.Test;

/** The real manifests of examples/, and the documentation. */
public class ExamplesTest {
    private static final Path ROOT = Path.of(System.getProperty("spin.root"));

    private final List<Problem> warnings = new ArrayList<>();

    private Manifest evaluated(String file, Map<String, Object> parameters) throws IOException {
        byte[] content = Files.readAllBytes(ROOT.resolve("examples/manifests").resolve(file));
        Manifest manifest =
                ManifestReader.read(file, content, ReadLimits.DEFAULT).get(0);
        ExpressionContext context = ExpressionContext.of(Map.of("parameters", parameters));
        return new Expressions(context, ExpressionLimits.DEFAULT, ExpressionFixture.CLOCK)
                .evaluate(manifest, warnings::add);
    }

    @Test
    public void aDeploymentTakesItsParameters() throws IOException {
        Manifest deployment =
                evaluated("youdu-deployment.yaml", Map.of("image_version", "1.7", "config_version", "v2"));
        assertEquals(
                "v2",
                deployment
                        .json()
                        .at("/spec/template/metadata/labels/configMap.version")
                        .asText());
        String image =
                deployment.json().at("/spec/template/spec/containers/0/image").asText();
        assertTrue(image, image.endsWith(":1.7"));
        assertFalse(deployment.json().toString().contains("${"));
        assertEquals(List.of(), warnings);
    }

    @Test
    public void anApplicationsOwnPlaceholdersArrive() throws IOException {
        Manifest configMap = evaluated("youdu-configmap.yaml", Map.of());
        String file = configMap.json().at("/data/application.yml").asText();
        assertTrue(file, file.contains("instanceId: ${spring.cloud.client.ipAddress}:${server.port}\n"));
        assertEquals(List.of(), warnings);
    }

    @Test
    public void aForgottenParameterIsToldWithItsLine() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("examples/manifests/youdu-deployment.yaml"));
        ProblemException e = assertThrows(
                ProblemException.class,
                () -> evaluated("youdu-deployment.yaml", Map.of("image_verson", "1.7", "config_version", "v2")));
        Problem problem = e.problems().get(0);
        assertEquals("expression.missing-near", problem.code());
        int line = Integer.parseInt(problem.where().substring("youdu-deployment.yaml:".length()));
        assertTrue(lines.get(line - 1), lines.get(line - 1).contains("parameters.image_version"));
    }

    @Test
    public void everythingThereIsIsDocumented() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/expressions.md"));
        Set<String> names = new TreeSet<>(Types.names());
        names.addAll(Types.constructorNames());
        for (String type : Types.names()) {
            names.addAll(Types.find(type).orElseThrow().methods().names());
        }
        for (MethodTable table : List.of(
                TextMethods.TABLE,
                CollectionMethods.LISTS,
                CollectionMethods.MAPS,
                ScalarMethods.NUMBERS,
                ScalarMethods.BOOLEANS,
                ScalarMethods.INSTANTS,
                ScalarMethods.DATES,
                ScalarMethods.TIMES,
                ScalarMethods.DAYS,
                ScalarMethods.UNITS,
                DatePattern.METHODS)) {
            names.addAll(table.names());
        }
        Helpers.names(true).forEach(name -> names.add("#" + name));
        names.removeIf(name -> Pattern.compile("`[^`]*" + Pattern.quote(name) + "\\b")
                .matcher(page)
                .find());
        assertEquals(Set.of(), names);
    }
}
