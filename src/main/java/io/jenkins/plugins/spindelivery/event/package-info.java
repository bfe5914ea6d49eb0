/**
 * What happens in deliveries, told to whoever wants to hear of it: {@link
 * io.jenkins.plugins.spindelivery.event.DeliveryListener} is the extension point, {@link
 * io.jenkins.plugins.spindelivery.event.DeliveryEvents} takes events from those who run deliveries, who know no listener.
 */
package io.jenkins.plugins.spindelivery.event;
