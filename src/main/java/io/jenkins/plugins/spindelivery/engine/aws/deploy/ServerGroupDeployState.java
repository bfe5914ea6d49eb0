package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsState;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How far a deploy of a server group has come.
 *
 * @param version of this layout
 * @param course what all operations on AWS have in common
 * @param request what was asked for; the user data is the name of a blob
 * @param progress what the next move is about
 * @param resolved what the request's names stand for; {@code null} before that is known
 * @param made what the operation makes; {@code null} before its name is chosen
 * @param older the server groups that were there before, newest first
 */
public record ServerGroupDeployState(
        @JsonProperty("version") int version,
        @JsonProperty("course") Course course,
        @JsonProperty("request") ServerGroupDeployRequest request,
        @JsonProperty("progress") Progress progress,
        @JsonProperty("resolved") Resolved resolved,
        @JsonProperty("made") Made made,
        @JsonProperty("older") List<Older> older)
        implements AwsState<ServerGroupDeployState> {
    /** The layout that this class writes. */
    static final int VERSION = 1;

    /** What a move is about. */
    enum Stage {
        /** Finding out what the names of the request stand for; nothing is written. */
        CHECK,
        /** Choosing the name. */
        CHOOSE,
        /** Making the launch template. */
        TEMPLATE,
        /** Making the Auto Scaling group. */
        CREATE,
        /** Pinning the older ones, so that nothing makes them smaller meanwhile; rolling red/black. */
        PIN,
        /** Making the new one larger by percentages. */
        GROW,
        /** Waiting until enough of its instances are up. */
        AWAIT,
        /** Waiting for a person, a program or the time. */
        GATE,
        /** Taking some of the older instances out of the traffic. */
        SHIFT,
        /** Waiting before the older ones are touched. */
        DELAY,
        /** Taking the older ones out of the traffic. */
        DISABLE,
        /** Waiting before they are scaled down. */
        SCALE_DELAY,
        /** Scaling them down. */
        SCALE_DOWN,
        /** Giving the older ones the least size back that they had. */
        UNPIN,
        /** Destroying those that are not to stay. */
        DESTROY,
        /** A new version of the newest one's launch template. */
        REFRESH_TEMPLATE,
        /** Pointing the newest one to it, and starting the refresh. */
        REFRESH_START,
        /** Waiting until its instances are replaced. */
        REFRESH_AWAIT,
        /** After a failure: letting the older ones in again. */
        BACK_IN,
        /** After a failure: removing the new one. */
        BACK_OUT,
        /** After a failure: going back to the launch template's version from before. */
        REFRESH_BACK,
        END
    }

    /** Parts whose time somebody chose, or in which people decide. */
    private static final Set<Stage> UNCOUNTED = EnumSet.of(Stage.DELAY, Stage.SCALE_DELAY, Stage.GATE);

    /**
     * What the next move is about.
     *
     * @param stage which part of the work
     * @param since when it began, in milliseconds since 1970; 0 when it begins with the next move
     * @param seen what was seen last, for an error when the time is over
     * @param told what has been diagnosed already
     * @param step which percentage of a rolling red/black it is, from 0
     * @param answered whether what ran at this step's gate has said yes
     * @param refusal what it said instead; {@code null} when it has not
     */
    record Progress(
            @JsonProperty("stage") Stage stage,
            @JsonProperty("since") long since,
            @JsonProperty("seen") String seen,
            @JsonProperty("told") List<String> told,
            @JsonProperty("step") int step,
            @JsonProperty("answered") boolean answered,
            @JsonProperty("refusal") String refusal) {

        Progress {
            Objects.requireNonNull(stage, "stage");
            told = List.copyOf(told);
        }

        Progress to(Stage next, long now) {
            return new Progress(next, now, "", told, step, answered, refusal);
        }
    }

    /**
     * What the operation makes.
     *
     * @param name the server group's name
     * @param capacity how many instances it is to have in the end
     * @param source the newest server group before it that took the requests, or else the newest; empty when there was none
     * @param template the id of its launch template; empty before it is made
     * @param templateVersion the launch template's version; empty before it is made
     * @param versionBefore the version that a refresh replaces; empty without a refresh
     * @param createdAt when AWS made it, in milliseconds since 1970; 0 before it is there
     * @param up how many of its instances were up when last seen
     */
    record Made(
            @JsonProperty("name") String name,
            @JsonProperty("capacity") Capacity capacity,
            @JsonProperty("source") String source,
            @JsonProperty("template") String template,
            @JsonProperty("templateVersion") String templateVersion,
            @JsonProperty("versionBefore") String versionBefore,
            @JsonProperty("createdAt") long createdAt,
            @JsonProperty("up") int up) {

        Made template(String id, String number) {
            return new Made(name, capacity, source, id, number, versionBefore, createdAt, up);
        }

        Made created(long at) {
            return new Made(name, capacity, source, template, templateVersion, versionBefore, at, up);
        }

        Made up(int now) {
            return new Made(name, capacity, source, template, templateVersion, versionBefore, createdAt, now);
        }

        Made named(String other, Capacity size, String before) {
            return new Made(other, size, before, template, templateVersion, versionBefore, createdAt, up);
        }
    }

    public ServerGroupDeployState {
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(progress, "progress");
        older = List.copyOf(older);
    }

    static ServerGroupDeployState begin(ServerGroupDeployRequest request, Course course) {
        Progress progress = new Progress(Stage.CHECK, course.startedAt(), "", List.of(), 0, false, null);
        return new ServerGroupDeployState(VERSION, course, request, progress, null, null, List.of());
    }

    Stage stage() {
        return progress.stage();
    }

    @Override
    public ServerGroupDeployState with(Course other) {
        return new ServerGroupDeployState(version, other, request, progress, resolved, made, older);
    }

    ServerGroupDeployState with(Progress other) {
        return new ServerGroupDeployState(version, course, request, other, resolved, made, older);
    }

    ServerGroupDeployState with(Resolved other) {
        return new ServerGroupDeployState(version, course, request, progress, other, made, older);
    }

    ServerGroupDeployState with(Made other) {
        return new ServerGroupDeployState(version, course, request, progress, resolved, other, older);
    }

    ServerGroupDeployState with(List<Older> others) {
        return new ServerGroupDeployState(version, course, request, progress, resolved, made, others);
    }

    /** The next part of the work. What has been waited on purpose, or for people, is taken off the deploy's time. */
    ServerGroupDeployState to(Stage next, long now) {
        long since = counts() ? course.since() : Math.min(now, course.since() + Math.max(0, now - progress.since()));
        return with(progress.to(next, now)).with(course.since(since));
    }

    /** Whether the time that passes now counts for the deploy's deadline. */
    boolean counts() {
        return !UNCOUNTED.contains(stage());
    }

    /** The next part of the work, begun by who knows no clock: its time runs from its first move. */
    ServerGroupDeployState turnedTo(Stage next) {
        return with(new Progress(
                next, 0, progress.seen(), progress.told(), progress.step(), progress.answered(), progress.refusal()));
    }

    ServerGroupDeployState seen(String what) {
        return with(new Progress(
                progress.stage(),
                progress.since(),
                what,
                progress.told(),
                progress.step(),
                progress.answered(),
                progress.refusal()));
    }

    boolean hasTold(String what) {
        return progress.told().contains(what);
    }

    ServerGroupDeployState told(String what) {
        List<String> all = new ArrayList<>(progress.told());
        all.add(what);
        return with(new Progress(
                progress.stage(),
                progress.since(),
                progress.seen(),
                all,
                progress.step(),
                progress.answered(),
                progress.refusal()));
    }

    ServerGroupDeployState answered(String refusal) {
        return with(new Progress(
                progress.stage(),
                progress.since(),
                progress.seen(),
                progress.told(),
                progress.step(),
                refusal == null,
                refusal));
    }

    ServerGroupDeployState nextStep() {
        return with(new Progress(
                progress.stage(), progress.since(), "", progress.told(), progress.step() + 1, false, null));
    }

    /** With another fate of one of the older ones. */
    ServerGroupDeployState fate(String name, Older.Fate fate) {
        return fates(group -> group.name().equals(name), fate);
    }

    /** With another fate of some of the older ones. */
    ServerGroupDeployState fates(Predicate<Older> which, Older.Fate fate) {
        return with(older.stream()
                .map(group -> which.test(group) ? group.now(fate) : group)
                .toList());
    }

    /** The older ones that serve, or did before this. */
    List<Older> serving() {
        return older.stream().filter(Older::enabled).toList();
    }
}
