package io.jenkins.plugins.spindelivery.view;

import hudson.model.Run;
import io.jenkins.plugins.spindelivery.delivery.StageKey;
import io.jenkins.plugins.spindelivery.delivery.Stages;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.operation.SkippableOperation.Rest;
import io.jenkins.plugins.spindelivery.record.Anchors;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A stage as the Delivery page and its JSON show it. */
@ExportedBean(defaultVisibility = Visibility.WHOLE)
public final class StageView {
    private final StageRecord stage;
    private final ObjectList objects;
    private final boolean answerable;
    private final boolean stoppable;
    private final long nowMillis;
    private final CanaryView canary;
    private final Rest rest;
    private final boolean skippable;

    /**
     * A stage.
     *
     * @param run its build
     * @param stage what is known of it
     * @param all whether all of many objects are shown on the page
     * @param nowMillis when the page is made, in milliseconds since 1970
     */
    StageView(Run<?, ?> run, StageRecord stage, boolean all, long nowMillis) {
        this.stage = stage;
        this.objects = new ObjectList(stage, all);
        this.answerable = Rights.mayJudge(run, stage);
        this.stoppable = Rights.mayStop(run, stage);
        this.nowMillis = nowMillis;
        this.canary = StageFolder.of(run, stage.key())
                .canary()
                .map(history -> new CanaryView(stage, history))
                .orElse(null);
        this.rest = Stages.get().rest(run, new StageKey(stage.key())).orElse(null);
        this.skippable = rest != null && Rights.maySkip(run);
    }

    /**
     * The stage's key.
     *
     * @return unique within the build
     */
    @Exported
    public String getKey() {
        return stage.key();
    }

    /**
     * The layout of the record.
     *
     * @return a number that grows
     */
    @Exported
    public int getVersion() {
        return stage.version();
    }

    /**
     * What kind of stage it is.
     *
     * @return such as {@code deploy}
     */
    @Exported
    public String getType() {
        return stage.type();
    }

    /**
     * What kind of stage it is, for people.
     *
     * @return in the reader's language
     */
    public String getTypeText() {
        return StageWords.type(stage.type());
    }

    /**
     * What it is about.
     *
     * @return a few words of the user's; may be empty
     */
    @Exported
    public String getSubject() {
        return stage.subject();
    }

    /**
     * The account.
     *
     * @return its name; empty for a stage without one
     */
    @Exported
    public String getAccount() {
        return stage.account();
    }

    /**
     * The Pipeline's flow node.
     *
     * @return its id; empty in freestyle
     */
    @Exported
    public String getNodeId() {
        return stage.nodeId();
    }

    /**
     * When it began.
     *
     * @return milliseconds since 1970
     */
    @Exported
    public long getStartMillis() {
        return stage.startMillis();
    }

    /**
     * When it began, for pages.
     *
     * @return the time
     */
    public Date getStartTime() {
        return new Date(stage.startMillis());
    }

    /**
     * When it ended.
     *
     * @return milliseconds since 1970; 0 before that
     */
    @Exported
    public long getEndMillis() {
        return stage.endMillis();
    }

    /**
     * How long it took, or has taken so far.
     *
     * @return in milliseconds
     */
    @Exported
    public long getDurationMillis() {
        return Math.max(0, (stage.endMillis() == 0 ? nowMillis : stage.endMillis()) - stage.startMillis());
    }

    /**
     * How long it took, for people.
     *
     * @return in the reader's language
     */
    public String getDurationText() {
        return Durations.text(getDurationMillis());
    }

    /**
     * Where it is, or how it ended.
     *
     * @return such as {@code timedOut}
     */
    @Exported
    public String getStatus() {
        return stage.status().word();
    }

    /**
     * Where it is, or how it ended, for people.
     *
     * @return in the reader's language
     */
    public String getStatusText() {
        return StageWords.status(stage.status());
    }

    /**
     * The icon of the status.
     *
     * @return a symbol
     */
    public String getIcon() {
        return StageWords.icon(stage.status());
    }

    /**
     * Whether more is going to happen.
     *
     * @return whether the stage has not ended
     */
    public boolean isOpen() {
        return !stage.status().ended();
    }

    /**
     * What it is doing, or did last.
     *
     * @return such as {@code wait}; {@code null} before it has begun to work
     */
    @Exported
    public String getPhase() {
        return stage.phase() == null ? null : stage.phase().name().toLowerCase(Locale.ROOT);
    }

    /**
     * What it is doing, for people.
     *
     * @return in the reader's language; empty before it has begun to work, and after its end
     */
    public String getPhaseText() {
        return getPhase() == null || !isOpen() ? "" : Words.of("view.phase-" + getPhase());
    }

    /**
     * When it went over to what.
     *
     * @return in the order of time
     */
    @Exported
    public List<PhaseView> getPhases() {
        return stage.phases().stream().map(PhaseView::new).toList();
    }

    /**
     * The steps of a bake, which is long and has little else to show while it goes on.
     *
     * @return in the order of time; empty for other stages
     */
    public List<StepView> getSteps() {
        return stage.type().equals("bake") ? StepView.of(stage, nowMillis) : List.of();
    }

    /**
     * Whether it goes on without its build.
     *
     * @return whether Jenkins has given up the step
     */
    @Exported
    public boolean isDetached() {
        return stage.detached();
    }

    /**
     * All objects.
     *
     * @return in deploy order
     */
    @Exported
    public List<ObjectView> getObjects() {
        return objects.all();
    }

    /**
     * The objects as the page shows them.
     *
     * @return a table
     */
    public ObjectList getTable() {
        return objects;
    }

    /**
     * How many objects are in which status, for people.
     *
     * @return in the reader's language; empty without objects
     */
    public String getCountText() {
        return StageWords.counts(stage.objects());
    }

    /**
     * What a person should know.
     *
     * @return in the order of time
     */
    @Exported
    public List<NoticeView> getNotices() {
        return stage.notices().stream().map(NoticeView::new).toList();
    }

    /**
     * What a person should know and is not told as an error already.
     *
     * @return in the order of time
     */
    public List<NoticeView> getOtherNotices() {
        return stage.notices().stream()
                .filter(notice -> !stage.errors().contains(notice.problem()))
                .map(NoticeView::new)
                .toList();
    }

    /**
     * The question of a judgment.
     *
     * @return {@code null} in other stages
     */
    @Exported
    public JudgmentView getJudgment() {
        return stage.judgment() == null ? null : new JudgmentView(stage.judgment(), answerable);
    }

    /**
     * The judgments of a canary.
     *
     * @return {@code null} in other stages, and before the first
     */
    @Exported
    public CanaryView getCanary() {
        return canary;
    }

    /**
     * What is left of a wait.
     *
     * @return {@code null} in other stages, and after its end
     */
    @Exported
    public RestView getRest() {
        return rest == null ? null : new RestView(rest, skippable);
    }

    /**
     * What the step returned.
     *
     * @return {@code null} before its end
     */
    @Exported
    public Object getValue() {
        return ExportedValue.of(stage.value());
    }

    /**
     * Why it did not succeed.
     *
     * @return empty when it did, or has not ended
     */
    @Exported
    public List<ProblemView> getErrors() {
        return stage.errors().stream()
                .map(error -> new ProblemView(error, objects.anchor(error.where())))
                .toList();
    }

    /**
     * Whether the reader may stop it.
     *
     * @return whether there is a button
     */
    public boolean isStoppable() {
        return stoppable;
    }

    /**
     * The stage's place on the page.
     *
     * @return an id of HTML
     */
    public String getId() {
        return Anchors.stage(stage.key());
    }

    /**
     * Another text whenever the page would show something else, apart from how long it has taken.
     *
     * @return an opaque text
     */
    public String getStamp() {
        return Integer.toHexString(Objects.hash(
                stage,
                answerable,
                stoppable,
                rest,
                skippable,
                canary == null ? 0 : canary.stamp(),
                LocaleProvider.getLocale()));
    }

    StageRecord record() {
        return stage;
    }
}
