//! Nothing is sent before all was heard that the dossier told (X3).

use super::*;
use crate::courier::CourierError;
use crate::heard::NotHeard;

#[tokio::test]
async fn x3_a_referral_that_was_withdrawn_and_not_heard_of_is_not_sent() {
    const HEARD: &str =
        "INSERT INTO feed_cursor (ledger, source, position, cursor) VALUES ('exchange/300', 'dossier/300', 45, $1)";
    // Given a referral that waits
    let world = World::on("2022-10-10").await.with_a_case().await;
    world.referred(41, Recipient::Vdab, EMPLOYMENT).await;
    let courier = &world.app.couriers[0];
    // When the dossier tells of its end, which is not heard yet, or cannot be asked
    let told = dossier_ends_at(45);
    let away: Head = Arc::new(|| Box::pin(async { Err(NotHeard::Away) }));
    for dossier in [Some(&told), Some(&away), None] {
        assert!(matches!(courier.send_all(dossier).await, Err(CourierError::NotHeard(_))));
    }
    // Then it waits
    assert!(world.inbox(EMPLOYMENT, 0).await.is_empty());
    assert_eq!(world.app.pending().await.unwrap(), 1);
    // And once that is heard, nothing is sent at all
    world.ended(1, ReferralEnd::ConsentWithdrawn).await;
    let at = told().await.unwrap().to_string();
    let mut raw = super::crowd::raw(&world).await;
    sqlx::query(HEARD).bind(at).execute(&mut raw).await.unwrap();
    courier.send_all(Some(&told)).await.unwrap();
    assert!(world.inbox(EMPLOYMENT, 0).await.is_empty());
    assert_eq!(world.app.pending().await.unwrap(), 0);
    // But what is made after it, and heard, is
    world.referred(42, Recipient::Vdab, EMPLOYMENT).await;
    courier.send_all(Some(&told)).await.unwrap();
    assert_eq!(world.inbox(EMPLOYMENT, 0).await.len(), 1);
}

#[tokio::test]
async fn x6_what_is_over_is_told_while_the_dossier_is_away() {
    let world = World::on("2022-10-10").await.with_a_case().await;
    world.referred(41, Recipient::Vdab, EMPLOYMENT).await;
    world.sent().await;
    world.referred(42, Recipient::Vdab, EMPLOYMENT).await;
    world.ended(1, ReferralEnd::ConsentWithdrawn).await;
    assert!(matches!(world.app.couriers[0].send_all(None).await, Err(CourierError::NotHeard(_))));
    let inbox = world.inbox(EMPLOYMENT, 0).await;
    assert_eq!(inbox.len(), 2);
    assert!(inbox.iter().all(|entry| entry.referral.is_none()));
}
