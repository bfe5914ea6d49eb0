package io.jenkins.plugins.spindelivery.engine.aws.change;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Destroy;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Disable;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Enable;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Resize;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.ResizeBy;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Rollback;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest.Options;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroupTarget;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import org.junit.Test;

/** Requests that say nothing clear are refused before AWS is asked. */
public class RequestCheckTest {
    private static final GroupTarget NAMED = GroupTarget.named("shop-web-v001");
    private static final GroupTarget NEWEST = GroupTarget.of("shop-web", ServerGroupTarget.NEWEST);
    private static final Rollback BACK = new Rollback("", "", null);

    private static List<String> wrong(GroupTarget target, GroupChange change) {
        return wrong(target, change, Options.DEFAULT);
    }

    private static List<String> wrong(GroupTarget target, GroupChange change, Options options) {
        return new ServerGroupChangeRequest("test", "eu-central-1", target, change, options, 60)
                .problems().stream().map(Problem::code).toList();
    }

    @Test
    public void soundOnesPass() {
        assertEquals(List.of(), wrong(NAMED, new Enable()));
        assertEquals(List.of(), wrong(NEWEST, new ResizeBy(1, false)));
        assertEquals(List.of(), wrong(GroupTarget.allBut("shop-web", 0), new Destroy(false)));
        assertEquals(List.of(), wrong(GroupTarget.cluster("shop-web"), BACK));
        assertEquals(List.of(), wrong(NAMED, new Rollback("shop-web-v000", "", 50)));
        assertEquals(List.of(), wrong(NAMED, new Disable(), Options.DEFAULT.guard(true, 0.499)));
    }

    @Test
    public void targets() {
        assertEquals(List.of("aws.change-target"), wrong(new GroupTarget("", "", null, null), new Enable()));
        assertEquals(
                List.of("aws.change-target"),
                wrong(new GroupTarget("shop-web-v1", "shop-web", null, null), new Enable()));
        assertEquals(
                List.of("aws.change-name-and-which"),
                wrong(new GroupTarget("shop-web-v1", "", ServerGroupTarget.NEWEST, null), new Enable()));
        assertEquals(List.of("aws.change-which"), wrong(GroupTarget.cluster("shop-web"), new Destroy(false)));
        assertEquals(
                List.of("aws.change-which"),
                wrong(new GroupTarget("", "shop-web", ServerGroupTarget.OLDEST, 1), new Destroy(false)));
        assertEquals(List.of("aws.change-keep"), wrong(GroupTarget.allBut("shop-web", -1), new Destroy(false)));
        assertEquals(List.of("aws.change-keep-not-here"), wrong(GroupTarget.allBut("shop-web", 1), new Enable()));
        assertEquals(
                List.of("aws.change-keep-not-here"), wrong(GroupTarget.allBut("shop-web", 1), new ResizeBy(-1, false)));
        assertEquals(List.of("aws.change-rollback-which"), wrong(NEWEST, BACK));
    }

    @Test
    public void sizes() {
        assertEquals(List.of("aws.change-no-size"), wrong(NAMED, new Resize(null, null, null)));
        assertEquals(List.of("aws.change-size-negative"), wrong(NAMED, new Resize(-1, null, 3)));
        assertEquals(List.of("aws.change-size-order"), wrong(NAMED, new Resize(4, null, 3)));
        assertEquals(List.of("aws.change-size-order"), wrong(NAMED, new Resize(null, 4, 3)));
    }

    @Test
    public void options() {
        for (double ratio : List.of(-0.1, 0.5, Double.NaN)) {
            assertEquals(
                    List.of("aws.change-guard-ratio"), wrong(NAMED, new Disable(), Options.DEFAULT.guard(true, ratio)));
        }
        assertEquals(List.of("aws.change-dry-run"), wrong(NAMED, new Disable(), Options.DEFAULT.dryRun(true)));
        assertEquals(
                List.of("aws.change-rollback-both", "aws.change-healthy-percent"),
                wrong(NAMED, new Rollback("a", "ami-1", 101)));
        assertEquals(
                "aws.change-timeout",
                new ServerGroupChangeRequest("test", "eu-central-1", NAMED, new Enable(), Options.DEFAULT, 0)
                        .problems()
                        .get(0)
                        .code());
    }
}
