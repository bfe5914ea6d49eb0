package io.jenkins.plugins.spindelivery.engine.aws.bake;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile.Saved;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** States that this version has written can be read by all later ones. */
public class BakeStateFixtureTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static OperationFile file() throws URISyntaxException {
        return new OperationFile(
                Path.of(BakeStateFixtureTest.class.getResource("state-v1.json").toURI()), Sealer.NONE);
    }

    private static BakeState read() throws URISyntaxException {
        return file().state(new Bake(), file().load());
    }

    @Test
    public void theStateIsRead() throws URISyntaxException {
        BakeState state = read();
        assertEquals("bake", file().load().type());
        assertEquals(1, state.version());
        assertEquals("5b0c6a5c-6d0e-4a52-8a0e-0d6f8a1f3c11", state.course().id());
        assertTrue(state.course().changed());
        assertEquals(BakePhase.COPY, state.phase());
        assertEquals("web-all-1795352280115-ubuntu", state.imageName());
        assertEquals(List.of("eu-central-1", "us-east-1"), state.request().regions());
        assertEquals(List.of("web_0.1-3_all"), state.request().recipe().packages());
        assertEquals(PackageType.DEB, state.request().recipe().packageType());
        assertEquals(BuilderOptions.How.USER_DATA, state.request().builder().how());
        assertEquals("blue", state.request().labels().tags().get("team"));
        assertEquals(List.of("123456789012"), state.request().shareWith());
        assertEquals(
                new BakedImage("eu-central-1", "ami-01", "web-all-1795352280115-ubuntu", false, true, 0),
                state.images().get(0));
        assertTrue(state.images().get(1).isMissing());
        assertEquals(1795352301000L, state.images().get(1).asked());
        assertEquals(
                new BaseImage("ami-00", "base", "/dev/xvda", List.of(new BaseImage.Device("/dev/xvda", 8))),
                state.base());
        assertEquals(new BakeLease("sg-01", 1795353180115L, 0), state.lease());
        assertEquals("i-01", state.builder());
        assertEquals(2, state.shown());
        assertEquals(
                new PackageFiles(
                        "reader",
                        "us-east-1",
                        "packages",
                        List.of(new PackageFile(
                                "github://acme/shop/agent_2.0_all.deb", PackageFile.Source.STAGED, "0a1b", "0a1b"))),
                state.request().packageFiles());
    }

    @Test
    public void aStateOfBeforeThereWereFilesIsRead() throws URISyntaxException {
        ObjectNode old = file().load().state().deepCopy();
        ((ObjectNode) old.get("request")).remove("packageFiles");
        BakeState state = file().state(new Bake(), new Saved(1, "bake", old));
        assertEquals(PackageFiles.NONE, state.request().packageFiles());
    }

    @Test
    public void nothingIsRenamedOrLost() throws URISyntaxException {
        OperationFile copy = new OperationFile(folder.getRoot().toPath().resolve("copy.json"), Sealer.NONE);
        copy.save(new Bake(), read());
        assertEquals(file().load().state(), copy.load().state());
    }

    @Test
    public void statesFromBeforeThereWereTimesOfAskingAreRead() throws URISyntaxException {
        ObjectNode old = file().load().state().deepCopy();
        old.path("images").forEach(image -> ((ObjectNode) image).remove("asked"));
        ((ObjectNode) old.path("lease")).remove("asked");
        BakeState state = file().state(new Bake(), new Saved(1, "bake", old));
        assertEquals(0, state.images().get(1).asked());
        assertEquals(new BakeLease("sg-01", 1795353180115L, 0), state.lease());
    }

    @Test
    public void everyPhaseIsReadByItsName() {
        assertEquals(
                "a new phase belongs in this list, and a new state version with it",
                List.of(
                        "LOOK",
                        "CHECK",
                        "LOCK",
                        "WAIT",
                        "TAKE_OVER",
                        "LOOK_AGAIN",
                        "LAUNCH",
                        "PROVISION",
                        "STOP",
                        "IMAGE",
                        "COPY",
                        "SHARE",
                        "PUBLISH",
                        "OUTPUT",
                        "CLEANUP"),
                Arrays.stream(BakePhase.values()).map(Enum::name).toList());
    }

    @Test
    public void aStateThatLacksWhatItNeedsIsNoState() throws URISyntaxException {
        for (String field : List.of("course", "request", "phase", "imageName", "images", "base", "lease")) {
            ObjectNode cut = file().load().state().deepCopy();
            cut.remove(field);
            ProblemException refused = assertThrows(
                    field, ProblemException.class, () -> file().state(new Bake(), new Saved(1, "bake", cut)));
            assertEquals("operation.state-malformed", refused.problems().get(0).code());
        }
    }
}
