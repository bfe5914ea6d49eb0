package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.cli.output.Terminal;
import io.jenkins.plugins.spindelivery.engine.aws.change.TestGroups;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Changes of live server groups by the command line, against the peer. */
public class SpinServerGroupTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static final String OLD = "shop-web-v000";
    private static final String NEW = "shop-web-v001";
    private static final Capacity ONE = new Capacity(1, 1, 1);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestGroups groups;
    private TestConsole console;
    private int code;

    @Before
    public void pair() {
        groups = new TestGroups(AWS.account());
        groups.add(OLD, ONE).add(NEW, ONE);
        console = new TestConsole();
    }

    private void run(List<String> more, String... arguments) {
        console.env("XDG_STATE_HOME", folder.getRoot().toString())
                .env("AWS_ACCESS_KEY_ID", groups.account().accessKey())
                .env("AWS_SECRET_ACCESS_KEY", groups.account().secret())
                .env("AWS_REGION", "eu-central-1");
        List<String> all = new ArrayList<>(List.of("server-group"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--endpoint-url", groups.account().endpoint()));
        all.addAll(more);
        code = console.spin(all.toArray(String[]::new));
    }

    private JsonNode spin(String... arguments) throws Exception {
        console = new TestConsole();
        run(List.of("-o", "json"), arguments);
        return new ObjectMapper().readTree(console.out());
    }

    private static String told(JsonNode result) {
        Stream<String> objects = StreamSupport.stream(result.path("objects").spliterator(), false)
                .map(object -> object.path("name").asText() + " "
                        + object.path("action").asText());
        return String.join(", ", objects.toList());
    }

    private static String error(JsonNode result) {
        return result.at("/errors/0/code").asText();
    }

    @Test
    public void theWholeLifeOfServerGroups() throws Exception {
        JsonNode resized = spin("resize", "--cluster", "shop-web", "--which", "newest", "--desired", "2");
        assertEquals(0, code);
        assertEquals("shop-web-v001 scaled", told(resized));
        assertEquals(
                """
                {"name":"shop-web-v001","region":"eu-central-1","enabled":true,"min":1,"desired":2,"max":2,\
                "instances":2,"up":2}""",
                resized.at("/outputs/serverGroups/0").toString());
        assertEquals("shop-web-v000 disabled", told(spin("disable", "--cluster", "shop-web", "--keep", "1")));
        assertEquals("shop-web-v000 enabled, shop-web-v001 disabled", told(spin("rollback", "--cluster", "shop-web")));
        assertEquals("shop-web-v000 in 1/2/2 up 2 of 2 []", groups.line(OLD));
        assertEquals("shop-web-v001 enabled", told(spin("enable", NEW)));
        assertEquals("shop-web-v000 scaled", told(spin("resize", OLD, "--by=-50%")));
        assertEquals(
                "shop-web-v000 deleted, shop-web-v000 deleted",
                told(spin("destroy", "--cluster", "shop-web", "--keep", "1", "--allow-active")));
        assertEquals(List.of(NEW), groups.templates());
    }

    @Test
    public void whatIsUnclearIsRefused() throws Exception {
        assertEquals("aws.change-which", error(spin("destroy", "--cluster", "shop-web")));
        assertEquals(2, code);
        assertEquals("aws.change-sizes", error(spin("resize", NEW, "--min", "1", "--by", "+1")));
        assertEquals("aws.change-by", error(spin("resize", NEW, "--by", "many")));
        assertEquals("aws.change-target-word", error(spin("enable", "--cluster", "shop-web", "--which", "best")));
        assertEquals("aws.change-guard-ratio", error(spin("disable", NEW, "--guard-ratio", "0.5")));
        assertEquals("aws.change-no-group", error(spin("enable", "shop-web-v009")));
        assertEquals(2, code);
    }

    @Test
    public void onATerminalItAsksBeforeItDestroysSeveral() {
        groups.disabled(OLD).disabled(NEW);
        console.terminal(new Terminal(true, true, true, false, false, false, () -> Terminal.USUAL_SIZE))
                .in("n\n");
        run(List.of(), "destroy", "--cluster", "shop-web", "--keep", "0");
        assertEquals(130, code);
        assertTrue(console.err(), console.err().contains("ServerGroup eu-central-1/shop-web-v001"));
        assertTrue(console.err(), console.err().contains("Delete these 2 objects?"));
        assertEquals(List.of(OLD, NEW), groups.templates());
    }
}
