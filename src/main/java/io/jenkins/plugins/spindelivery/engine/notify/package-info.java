/**
 * Notifications: what is told about pipelines, stages and judgments, in the forms that chat services and event
 * receivers take, and what their answers mean. Nothing is sent here.
 *
 * <p>{@link io.jenkins.plugins.spindelivery.engine.notify.Templates} writes the ready-made bodies, {@link
 * io.jenkins.plugins.spindelivery.engine.notify.OwnTemplate} a body of the user's own, {@link
 * io.jenkins.plugins.spindelivery.engine.notify.BotSignatures} signs for DingTalk and Feishu, and {@link
 * io.jenkins.plugins.spindelivery.engine.notify.Replies} says whether a message was delivered.
 *
 * <p>Receivers' URLs are secrets: whoever has the URL can write to the chat. An {@link
 * io.jenkins.plugins.spindelivery.engine.notify.Address} shows its host only, and no problem quotes an answer, which may
 * repeat what was sent.
 */
package io.jenkins.plugins.spindelivery.engine.notify;
